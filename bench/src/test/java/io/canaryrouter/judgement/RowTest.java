package io.canaryrouter.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowTest {
  @Test
  void noRowOfRolloutsIsLeftOut() {
    assertThat(Row.all())
        .extracting(Row::id)
        .containsAll(IntStream.rangeClosed(1, 13).mapToObj(number -> "JQ-" + number).toList())
        .contains("JQ-16", "JQ-17", "JQ-18");
  }

  @Test
  void falseTripsAreLookedForInEnoughRollouts() {
    assertThat(runs("JQ-1")).as("healthy ones").isGreaterThanOrEqualTo(300);
    assertThat(runs("JQ-16")).as("healthy ones of the other family").isGreaterThanOrEqualTo(300);
    assertThat(runs("JQ-11")).as("faults that are not green's").isGreaterThanOrEqualTo(210);
  }

  private static int runs(String id) {
    return Row.all().stream()
        .filter(row -> row.id().equals(id))
        .flatMap(row -> row.parts().stream())
        .mapToInt(Row.Part::runs)
        .sum();
  }

  @Test
  void theSubsetIsAPartOfTheWhole() {
    assertThat(Row.all())
        .flatExtracting(Row::parts)
        .allMatch(part -> part.subset() <= part.runs())
        .anyMatch(part -> part.subset() > 0);
  }
}
