import type { AgreementNotes } from "@/lib/domain/agreement-notes";
import { Explained } from "@/components/ui/explained";
import { Rate } from "@/components/ui/rate";

const two = (value: number | null): string => (value === null ? "not measured" : value.toFixed(2));

/** The second row of figures, for those who look for them. */
export function AgreementLine({ notes }: { readonly notes: AgreementNotes | null }) {
  if (!notes) return null;
  return (
    <p className="max-w-[85ch] text-sm text-muted">
      <Explained
        anchor="alarm-precision"
        says="Of the graded outputs that fail, the share that is bad: what an alarm is worth here."
      >
        alarm precision
      </Explained>{" "}
      <Rate ratio={notes.alarmPrecision} interval={notes.alarmPrecisionInterval} />
      {" · "}
      <Explained
        anchor="kappa-and-ac1"
        says="Agreement beyond chance; it cannot be higher than the maximum that the shares allow."
      >
        κ
      </Explained>
      {` ${two(notes.kappa)}${notes.kappaMax === null ? "" : ` of at most ${notes.kappaMax.toFixed(2)}`} · AC1 ${two(notes.gwetAc1)}`}
      {notes.isOneSided &&
        ". Nearly everything has one label, so κ is low and AC1 high whatever the assertions find: look at coverage."}
    </p>
  );
}
