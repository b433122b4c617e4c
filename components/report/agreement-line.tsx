import { sayKappa, type AgreementNotes } from "@/lib/domain/agreement-notes";
import { Explained } from "@/components/ui/explained";
import { Rate } from "@/components/ui/rate";

const two = (value: number | null): string => (value === null ? "not measured" : value.toFixed(2));

function sayOf({ kappa, kappaMax }: AgreementNotes): string {
  if (kappa === null) return "not measured";
  const most = kappaMax === null ? "" : ` of at most ${kappaMax.toFixed(2)}`;
  return `${kappa.toFixed(2)}${most} (${sayKappa(kappa)})`;
}

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
        says="Agreement beyond chance; it cannot be higher than the maximum that the shares allow. The words are those of Landis and Koch: a custom, no test."
      >
        κ
      </Explained>
      {` ${sayOf(notes)} · AC1 ${two(notes.gwetAc1)} · n = ${notes.n.toLocaleString("en")}`}
      {notes.isOneSided &&
        ". Nearly everything has one label, so κ is low and AC1 high whatever the assertions find: look at coverage."}
    </p>
  );
}
