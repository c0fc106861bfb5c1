package io.canaryrouter.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.rollout.AuditEntry;
import io.canaryrouter.rollout.EvidenceText;
import java.time.Instant;
import java.util.List;

/** The audit log as JSON, a page at a time. Stateless. */
final class AuditView {
  private AuditView() {}

  /**
   * The latest entries below a revision, oldest first. Those of one revision stay on one page.
   *
   * @param limit most entries, but for what one revision has more
   * @param before the revision above all of them
   */
  static ObjectNode page(List<AuditEntry> log, long limit, long before) {
    int end = log.size();
    while (end > 0 && log.get(end - 1).revision() >= before) {
      end--;
    }
    int begin = (int) Math.max(0, end - limit);
    while (begin > 0 && log.get(begin - 1).revision() == log.get(begin).revision()) {
      begin--;
    }
    ObjectNode page = Json.newObject();
    ArrayNode entries = page.putArray("entries");
    log.subList(begin, end).forEach(entry -> entries.add(entry(entry)));
    return begin == 0
        ? page.putNull("next_before")
        : page.put("next_before", log.get(begin).revision());
  }

  static ObjectNode entry(AuditEntry entry) {
    ObjectNode node =
        Json.newObject()
            .put("at", Instant.ofEpochMilli(entry.atEpochMillis()).toString())
            .put("by", entry.by())
            .put("action", entry.action())
            .put("detail", entry.detail())
            .put("reason", entry.reason())
            .put("revision", entry.revision())
            .put("epoch", entry.epoch());
    node.set("evidence", EvidenceText.write(entry.evidence()));
    return node;
  }
}
