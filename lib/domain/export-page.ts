import type { AuditState } from "./audit-set";
import type { Evaluator, PublishedProposal } from "./evaluator";
import type { Figures } from "./figures";
import type { Missing } from "./report-card";

export type FilePreview = { readonly path: string; readonly text: string; readonly isCut: boolean };

/** A published version among its sisters. */
export type VersionView = Pick<Evaluator, "id" | "number" | "note" | "createdAt"> & {
  readonly assertions: readonly string[];
  readonly set: Evaluator["manifest"]["set"] | null;
  /** Since the version before it, in one line; null: it is the first. */
  readonly changes: string | null;
  /** What was merged since the version before it. */
  readonly proposals: readonly PublishedProposal[];
};

/** A version as the files of one target. */
export type ShownExport = {
  readonly evaluator: VersionView;
  readonly command: string;
  readonly files: readonly FilePreview[];
  /** Members that cannot run outside the app. */
  readonly recorded: readonly string[];
};

/** What the export page shows. */
export type ExportPage = {
  readonly versions: readonly VersionView[];
  /** The audit set that is not spent; null: there is none. */
  readonly audit: AuditState | null;
  /** Outputs that nobody has graded: an audit set is drawn from them. */
  readonly ungraded: number;
  /** What would be published now; null: nothing is selected. */
  readonly next: {
    readonly assertionCount: number;
    readonly figures: Figures;
    /** The criteria for which nobody else has approved what would be published; of one that is gone its last name. */
    readonly uncovered: readonly string[];
  } | null;
  readonly missing: Missing;
  /** Null: nothing is published, or not the version that was asked for. */
  readonly shown: ShownExport | null;
};
