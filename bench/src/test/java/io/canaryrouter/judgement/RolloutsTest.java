package io.canaryrouter.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.simulate.Base;
import io.canaryrouter.simulate.Incident;
import io.canaryrouter.simulate.Scenario;
import io.canaryrouter.split.Weight;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutsTest {
  private static List<List<Finding>> found(int parallelism) {
    Scenario scenario = Scenario.of(2, new Weight(1_000), Base.LOW, Incident.ERR_5);
    return new Rollouts(parallelism)
        .run(scenario, 6, () -> List.of(new EnvoyRule(), new SequentialRule()));
  }

  @Test
  void theFindingsDoNotDependOnHowManyRunAtATime() {
    assertThat(found(4)).isEqualTo(found(1)).hasSize(6).allMatch(each -> each.size() == 2);
  }

  @Test
  void eachRolloutIsAnother() {
    assertThat(found(1).stream().map(each -> each.get(1)).distinct()).hasSizeGreaterThan(3);
  }
}
