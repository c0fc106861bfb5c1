package io.canaryrouter.rollout;

import io.canaryrouter.judge.CriterionStatus;
import io.canaryrouter.judge.Verdict;
import io.canaryrouter.measure.Figures;
import java.util.List;
import java.util.Map;

/**
 * What the control thread knows, as of its last turn. Immutable.
 *
 * @param verdict the judge's; while latched, the one that stood when everyone was sent to blue
 * @param criteria what each of the judge's criteria says
 * @param figures what became of the requests lately
 * @param failovers failovers since the start, by reason
 * @param faults errors of the program in judge, data plane or commands since the start
 * @param keeping how the state is kept
 * @param audit the latest changes, oldest first
 */
public record ControlStatus(
    Verdict verdict,
    List<CriterionStatus> criteria,
    Figures figures,
    Map<String, Long> failovers,
    long faults,
    Keeping keeping,
    List<AuditEntry> audit) {}
