import { useEffect } from "react";
import { getJson } from "@/api/client";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { after, rememberComebacks, rememberedComebacks, waitBefore } from "./comebacks";

/**
 * Stands where the code of a part of the page did not come. Browsers remember that, so only a page that is loaded anew can
 * have it: once the server answers, it loads itself.
 */
export function LostPart() {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const comebacks = rememberedComebacks();
    const wait = waitBefore(comebacks, Date.now());
    const ask = async () => {
      try {
        await getJson("home");
      } catch {
        timer = setTimeout(ask, wait);
        return;
      }
      if (rememberComebacks(after(comebacks, Date.now()))) window.location.reload();
    };
    timer = setTimeout(ask, wait);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main>
      <div role="alert">
        <Notice title="This part of the page could not be loaded.">
          <p>
            The server is away, or Runstone was updated while this page was open. What is in the address is
            kept. The page loads itself again once the server answers.
          </p>
          <div>
            <Button onClick={() => window.location.reload()}>Load the page again</Button>
          </div>
        </Notice>
      </div>
    </main>
  );
}
