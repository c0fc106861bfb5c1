package io.canaryrouter.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.canaryrouter.judge.Evidence;
import io.canaryrouter.judge.Quantiles;
import io.canaryrouter.rollout.AuditEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AuditViewTest {
  @Test
  void aPageHasTheLatestEntriesOldestFirstAndNamesWhereTheNextOneEnds() {
    JsonNode page = AuditView.page(log(1, 2, 3, 4, 5), 2, Long.MAX_VALUE);
    assertThat(revisions(page)).containsExactly(4L, 5L);
    assertThat(page.at("/next_before").asLong()).isEqualTo(4);
    JsonNode next = AuditView.page(log(1, 2, 3, 4, 5), 3, 4);
    assertThat(revisions(next)).containsExactly(1L, 2L, 3L);
    assertThat(next.at("/next_before").isNull()).isTrue();
  }

  @Test
  void pageByPageEveryEntryIsSeenOnceThoughSomeShareARevision() {
    List<AuditEntry> log = log(1, 2, 2, 2, 3, 7, 7, 9);
    List<Long> seen = new ArrayList<>();
    JsonNode page = AuditView.page(log, 2, Long.MAX_VALUE);
    seen.addAll(0, revisions(page));
    while (!page.at("/next_before").isNull()) {
      page = AuditView.page(log, 2, page.at("/next_before").asLong());
      seen.addAll(0, revisions(page));
    }
    assertThat(seen).containsExactly(1L, 2L, 2L, 2L, 3L, 7L, 7L, 9L);
  }

  @Test
  void beforeTheFirstThereIsNothing() {
    assertThat(revisions(AuditView.page(log(5, 6), 10, 5))).isEmpty();
    assertThat(revisions(AuditView.page(List.of(), 10, Long.MAX_VALUE))).isEmpty();
  }

  @Test
  void anEntryOfTheGuardBringsItsFiguresAndAPersonsHasNone() {
    Evidence.Arm arm = new Evidence.Arm(9, 3, 2, 1, Quantiles.NONE);
    AuditEntry entry =
        new AuditEntry(
            0, "guard", "failover", "to blue", "why", 1, 1, new Evidence(6.5, 6, arm, arm));
    JsonNode evidence = AuditView.entry(entry).get("evidence");
    assertThat(evidence.at("/log10").asDouble()).isEqualTo(6.5);
    assertThat(evidence.at("/log10_needed").asDouble()).isEqualTo(6);
    assertThat(evidence.at("/green/verified_users").asLong()).isOne();
    assertThat(AuditView.entry(log(1).get(0)).get("evidence").isNull()).isTrue();
  }

  private static List<AuditEntry> log(long... revisions) {
    return LongStream.of(revisions)
        .mapToObj(revision -> new AuditEntry(0, "ana", "split", "10%", "why", revision, 1))
        .toList();
  }

  private static List<Long> revisions(JsonNode page) {
    return page.at("/entries").findValues("revision").stream().map(JsonNode::asLong).toList();
  }
}
