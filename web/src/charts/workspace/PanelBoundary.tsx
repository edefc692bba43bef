import { Component, type ReactNode } from "react";
import { isLostPart } from "@/app/ErrorBoundary";
import { Button } from "@/ui/Button";
import styles from "./PanelFrame.module.css";

/** A panel that breaks says so in its own place; one whose code did not come needs the page anew. */
export class PanelBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state as { error: Error | null };
    if (error === null) return this.props.children;
    if (isLostPart(error)) throw error;
    return (
      <div className={styles.note} role="alert">
        <p>This panel failed: {error.message}</p>
        <Button onClick={() => this.setState({ error: null })}>Try again</Button>
      </div>
    );
  }
}
