import { Component, type ReactNode } from "react";
import { Button } from "@/ui/Button";
import { Failure, Notice } from "@/ui/Notice";

interface Props {
  children: ReactNode;
  onRetry(): void;
}

/** What browsers say when a part of the page is not on the server any more. */
const LOST_PART = /dynamically imported module|importing a module script|unable to preload/i;

/** A page that breaks says so and can be tried again; the header stays. */
export class ErrorBoundary extends Component<Props, { error: unknown }> {
  override state = { error: null as unknown };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    if (error instanceof Error && LOST_PART.test(error.message)) return <main>{UPDATED}</main>;
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

const UPDATED = (
  <div role="alert">
    <Notice title="This part of the page could not be loaded.">
      <p>
        The server is away, or Runstone was updated while this page was open. What is in the address is kept.
      </p>
      <div>
        <Button onClick={() => window.location.reload()}>Load the page again</Button>
      </div>
    </Notice>
  </div>
);
