import { Component, type ReactNode } from "react";
import { Failure } from "@/ui/Notice";
import { LostPart } from "./LostPart";

interface Props {
  children: ReactNode;
  onRetry(): void;
}

/** What browsers say when a part of the page is not on the server any more. */
const LOST_PART = /dynamically imported module|importing a module script|unable to preload/i;

export const isLostPart = (error: unknown): boolean =>
  error instanceof Error && LOST_PART.test(error.message);

/** A page that breaks says so and can be tried again; the header stays. */
export class ErrorBoundary extends Component<Props, { error: unknown }> {
  override state = { error: null as unknown };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    if (isLostPart(error)) return <LostPart />;
    const retry = () => {
      this.props.onRetry();
      this.setState({ error: null });
    };
    return (
      <main>
        <Failure error={error} onRetry={retry} />
      </main>
    );
  }
}
