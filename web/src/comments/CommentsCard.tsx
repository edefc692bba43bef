import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { commentsQuery } from "@/api/comments";
import { plural } from "@/format/number";
import { Card } from "@/ui/Card";
import { Skeleton } from "@/ui/Notice";
import { openCount, threadsOf } from "./threads";

const Threads = lazy(() => import("./Threads"));

/** What people say of a run and the charts of its page. */
export function CommentsCard({ run }: { run: string }) {
  const { data } = useQuery(commentsQuery({ run }));
  const count = data ? openCount(threadsOf(data.comments)) : 0;
  return (
    <Card title="Comments" note={count > 0 ? plural(count, "comment") : undefined}>
      <Suspense fallback={<Skeleton height={56} />}>
        <Threads of={{ run }} />
      </Suspense>
    </Card>
  );
}
