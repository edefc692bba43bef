import type { AnchorHTMLAttributes, MouseEvent } from "react";
import { navigate } from "wouter/use-browser-location";
import { hrefOf } from "./navigation";
import type { Route } from "./paths";

interface Props extends AnchorHTMLAttributes<HTMLAnchorElement> {
  to: Route;
  search?: string;
}

/** A real link (copy, middle click, new tab) that navigates in place on a plain click. */
export function Link({ to, search, onClick, ...rest }: Props) {
  const href = hrefOf(to, search);
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(href);
  };
  return <a href={href} onClick={follow} {...rest} />;
}
