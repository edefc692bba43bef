import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { collectionsQuery } from "@/api/artifacts";
import { useShortcuts } from "@/app/shortcuts";
import { useTitle } from "@/app/title";
import { plural } from "@/format/number";
import { Link } from "@/route/Link";
import { useView } from "@/route/navigation";
import { REGISTRY } from "@/route/paths";
import { searchView, text } from "@/route/search";
import { Code } from "@/ui/Code";
import { Count, List, ListPage } from "@/ui/ListPage";
import { Notice } from "@/ui/Notice";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import { Portfolio } from "./Portfolio";
import styles from "./Registry.module.css";

const registryView = searchView({ q: text() });

const LINK = `with rs.init("cv/digits") as run:
    model = run.use_artifact("my-model:latest")
    run.link_artifact(model, "registry/model/my-portfolio", aliases=["staging"])`;

/** The registries of the home: portfolios of models and data that were found good, with their stages. */
export default function RegistryPage() {
  const [view, change] = useView(registryView);
  const query = useQuery(collectionsQuery(REGISTRY));
  const input = useRef<HTMLInputElement>(null);
  useShortcuts({ searchArtifacts: () => input.current?.focus() });
  useTitle("Registry");
  const pattern = useMemo(() => compilePattern(view.q), [view.q]);
  const registries = useMemo(() => {
    const found = new Map<string, NonNullable<typeof query.data>["collections"]>();
    for (const each of query.data?.collections ?? []) {
      const words = [each.project, each.name, each.description, ...Object.keys(each.aliases)].join("\n");
      if (!pattern.matches(words)) continue;
      found.set(each.project, [...(found.get(each.project) ?? []), each]);
    }
    return [...found];
  }, [query.data, pattern]);
  const isEmpty = query.data?.collections.length === 0;
  const count = registries.reduce((sum, [, all]) => sum + all.length, 0);
  return (
    <ListPage
      title="Registry"
      query={query}
      tools={
        <>
          {!isEmpty && (
            <SearchBox
              label="Search portfolios"
              value={view.q}
              invalid={pattern.invalid}
              inputRef={input}
              onChange={(q) => change({ q }, "replace")}
            />
          )}
          {query.data && !isEmpty && <Count>{plural(count, "portfolio")}</Count>}
        </>
      }
    >
      {isEmpty && (
        <Notice title="Nothing is registered yet.">
          <p>
            A portfolio shows the versions that were found good, wherever they were made; its aliases are
            their stages, such as staging and production. A run links one:
          </p>
          <Code text={LINK} label="Python that links a version into a portfolio" />
        </Notice>
      )}
      {query.data && !isEmpty && (
        <List label="Registries" nothing={count === 0 && `No portfolio matches “${view.q}”.`}>
          {registries.map(([project, portfolios]) => (
            <section key={project} className={styles.registry} aria-label={project}>
              <h2 className={styles.heading}>
                <Link to={{ page: "artifacts", project }}>{project}</Link>
              </h2>
              <ul className={styles.portfolios}>
                {portfolios.map((portfolio) => (
                  <Portfolio key={portfolio.id} portfolio={portfolio} />
                ))}
              </ul>
            </section>
          ))}
        </List>
      )}
    </ListPage>
  );
}
