import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";

/** What a viewer sees instead of a card. */
export function OnlyGraders() {
  return (
    <>
      <PageHeader title="Grade" />
      <EmptyState title="You see this project, but do not grade it">
        <p>You are a viewer here. Ask an owner of the project to make you a grader.</p>
      </EmptyState>
    </>
  );
}
