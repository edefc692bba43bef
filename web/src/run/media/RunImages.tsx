import { useQuery } from "@tanstack/react-query";
import { blobUrl } from "@/api/blob";
import { mediaQuery } from "@/api/queries";
import { Notice } from "@/ui/Notice";
import type { RunTabProps } from "../RunPage";
import page from "../RunPage.module.css";

export function RunImages({ run }: RunTabProps) {
  const { data } = useQuery(mediaQuery(run.id));
  const images = data?.filter((item) => item.type === "image");
  return (
    <div className={page.scroll} role="group" aria-label="Media" tabIndex={0}>
      {images?.length === 0 && (
        <Notice title="This run has logged no images." inline>
          <p>
            run.log({"{"}"samples": runstone.Image(array){"}"}) shows the first one here.
          </p>
        </Notice>
      )}
      {images?.map((item) => (
        <figure key={`${item.key} ${item.step} ${item.index}`}>
          <img src={blobUrl(item.sha256, item.mime)} alt={item.caption ?? `${item.key}, step ${item.step}`} />
          <figcaption>
            {item.key} · step {item.step} · {item.caption}
          </figcaption>
        </figure>
      ))}
    </div>
  );
}
