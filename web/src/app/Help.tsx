import { Fragment, useState } from "react";
import type { Route } from "@/route/paths";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import styles from "./Help.module.css";
import { KEY_GROUPS, type KeyGroup, keyLines, MOUSE_GROUPS, sortGroups } from "./keys";

interface Props {
  route: Route;
  open: boolean;
  onClose(): void;
}

/** The keys that work on this page; those of other pages are one step away. */
export function Help(props: Props) {
  return (
    <Dialog title="Keyboard and mouse" open={props.open} onClose={props.onClose}>
      <Groups route={props.route} />
      <p className={styles.about}>
        <a href={new URL("THIRD_PARTY_LICENSES.txt", document.baseURI).href} target="_blank" rel="noreferrer">
          Licences of what this page is made of
        </a>
      </p>
    </Dialog>
  );
}

function Groups({ route }: { route: Route }) {
  const [all, setAll] = useState(false);
  const keys = sortGroups(KEY_GROUPS, route, window.location.search);
  const mouse = sortGroups(MOUSE_GROUPS, route, window.location.search);
  return (
    <>
      {keys.here.map((group) => (
        <KeyList key={group.title} group={group} />
      ))}
      {mouse.here.map((group) => (
        <KeyList key={group.title} group={group} spoken />
      ))}
      {all ? (
        <>
          <h2 className={styles.elsewhere}>On other pages</h2>
          {keys.elsewhere.map((group) => (
            <KeyList key={group.title} group={group} />
          ))}
          {mouse.elsewhere.map((group) => (
            <KeyList key={group.title} group={group} spoken />
          ))}
        </>
      ) : (
        <div className={styles.more}>
          <Button onClick={() => setAll(true)}>Those of other pages, too</Button>
        </div>
      )}
    </>
  );
}

function KeyList({ group, spoken = false }: { group: KeyGroup; spoken?: boolean }) {
  return (
    <>
      <h3 className={styles.where}>{group.title}</h3>
      <dl className={styles.list}>
        {keyLines(group).map(({ keys, what }) => (
          <Fragment key={`${keys.join()} ${what}`}>
            <dt>
              {spoken
                ? keys.join(" ")
                : keys.map((caps, index) => (
                    <span key={index} className={styles.caps}>
                      {caps.map((cap, place) => (
                        <kbd key={place} className={styles.key}>
                          {cap}
                        </kbd>
                      ))}
                    </span>
                  ))}
            </dt>
            <dd>{what}</dd>
          </Fragment>
        ))}
      </dl>
    </>
  );
}
