import type { ArtifactFile } from "@/api/types";
import { formatBytes } from "@/format/bytes";
import { CopyButton } from "@/ui/Code";
import { Facts } from "@/ui/Facts";
import styles from "./FilePreview.module.css";

/** A file that stays elsewhere: where, and what tells whether it is still the same. */
export function Reference({ file }: { file: ArtifactFile }) {
  const isPage = /^https?:\/\//.test(file.ref);
  return (
    <>
      <Facts
        facts={[
          [
            "Address",
            <span key="address" className={styles.address}>
              {isPage ? (
                <a href={file.ref} target="_blank" rel="noreferrer">
                  {file.ref}
                </a>
              ) : (
                <code>{file.ref}</code>
              )}
              <CopyButton text={file.ref} label="Copy the address" />
            </span>,
          ],
          ["Checksum", <code key="checksum">{file.digest}</code>],
          ["Size", file.size_bytes === null ? "not known" : formatBytes(file.size_bytes)],
        ]}
      />
      <p className={styles.quiet}>
        It is a reference: its bytes stay where they are. A download fetches them from there, and compares
        them with the checksum.
      </p>
    </>
  );
}
