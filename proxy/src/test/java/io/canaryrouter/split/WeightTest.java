package io.canaryrouter.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightTest {
  @ParameterizedTest
  @CsvSource({
    "0%, 0",
    "5%, 500",
    "0.25%, 25",
    "0.01%, 1",
    "100%, 10000",
    "100.00%, 10000",
    "07.50%, 750",
    "' 5% ', 500",
    "5.000000%, 500"
  })
  void aPercentageIsReadExactly(String text, int basisPoints) {
    assertThat(Weight.parse(text)).isEqualTo(new Weight(basisPoints));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "%", "5", "0.05", "-1%", "+5%", "1e1%", "5 %", "5%%", ".5%", "5.%", "1000%", "101%",
        "100.01%", "0.001%", "0.005%", "NaN%", "٥%", "5%\n5%"
      })
  void whatIsNoWeightIsRefusedWithASentence(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Weight.parse(text))
        .withMessageContaining("a weight is")
        .withMessageContaining(text);
  }

  @Test
  void everyWeightIsWrittenAsItIsRead() {
    for (int points = 0; points <= Bucket.COUNT; points++) {
      Weight weight = new Weight(points);
      assertThat(Weight.parse(weight.toString())).isEqualTo(weight);
    }
    assertThat(new Weight(500)).hasToString("5%");
    assertThat(new Weight(25)).hasToString("0.25%");
    assertThat(Weight.ALL).hasToString("100%");
    assertThat(Weight.NONE).hasToString("0%");
  }

  @Test
  void basisPointsOutOfRangeAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Weight(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Weight(10_001));
  }
}
