package io.canaryrouter.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.judge.Evidence;
import io.canaryrouter.judge.Evidence.Arm;
import io.canaryrouter.judge.Quantiles;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures behind a verdict, there and back. */
class EvidenceTextTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Arm FEW = new Arm(9, 1, 1, 1, Quantiles.NONE);
  private static final Evidence ANY = new Evidence(1.5, 5, FEW, FEW);

  @Test
  void whatIsReadEqualsWhatWasWrittenHoweverMuchIsUnknown() throws JsonProcessingException {
    RandomGenerator random = new SplittableRandom(7);
    for (int run = 0; run < 1_000; run++) {
      Evidence evidence = new Evidence(number(random), number(random), arm(random), arm(random));
      assertThat(EvidenceText.read(JSON.readTree(written(evidence).toString())))
          .isEqualTo(evidence);
    }
  }

  private static Arm arm(RandomGenerator random) {
    Quantiles latency =
        random.nextBoolean()
            ? Quantiles.NONE
            : new Quantiles(number(random), number(random), number(random));
    return new Arm(random.nextLong(1L << 40), count(random), count(random), count(random), latency);
  }

  private static double number(RandomGenerator random) {
    return random.nextInt(4) == 0 ? Double.NaN : random.nextGaussian() * 100;
  }

  private static long count(RandomGenerator random) {
    return random.nextInt(4) == 0 ? Arm.UNKNOWN : random.nextLong(1L << 40);
  }

  @Test
  void whatIsNotKnownIsNullAndRatesAreTold() {
    Evidence evidence =
        new Evidence(
            Double.NaN,
            Double.NaN,
            new Arm(200, 3, 2, Arm.UNKNOWN, Quantiles.NONE),
            new Arm(0, 0, 0, 0, new Quantiles(0.045, Double.NaN, 0.26)));
    assertThat(written(evidence).toString())
        .isEqualTo(
            "{\"log10\":null,\"log10_needed\":null,"
                + "\"green\":{\"requests\":200,\"affected\":3,\"rate\":0.015,\"users\":2,"
                + "\"verified_users\":null,\"latency\":null},"
                + "\"blue\":{\"requests\":0,\"affected\":0,\"rate\":null,\"users\":0,"
                + "\"verified_users\":0,\"latency\":{\"p50_seconds\":0.045,\"p95_seconds\":null,"
                + "\"p99_seconds\":0.26}}}");
  }

  @Test
  void noFiguresAreNullBothWays() {
    assertThat(EvidenceText.write(null)).isNull();
    assertThat(EvidenceText.read(null)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"requests,-5", "requests,1.5", "users,many", "verified_users,99999999999999999999"})
  void whatIsNoCountIsRefused(String name, String value) throws JsonProcessingException {
    ObjectNode node = written(ANY);
    ((ObjectNode) node.get("green")).set(name, value(value));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EvidenceText.read(node))
        .withMessageContaining(name);
  }

  private static JsonNode value(String text) throws JsonProcessingException {
    return JSON.readTree(text.equals("many") ? "\"many\"" : text);
  }

  private static ObjectNode written(Evidence evidence) {
    return Objects.requireNonNull(EvidenceText.write(evidence));
  }
}
