import { Component, type ReactNode } from "react";
import { Failure } from "@/ui/Notice";

interface Props {
  children: ReactNode;
  onRetry(): void;
}

/** A page that breaks says so and can be tried again; the header stays. */
export class ErrorBoundary extends Component<Props, { error: unknown }> {
  override state = { error: null as unknown };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    const retry = () => {
      this.props.onRetry();
      this.setState({ error: null });
    };
    return (
      <main>
        <Failure error={this.state.error} onRetry={retry} />
      </main>
    );
  }
}
