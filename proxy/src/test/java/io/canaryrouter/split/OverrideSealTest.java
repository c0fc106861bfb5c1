package io.canaryrouter.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.canaryrouter.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverrideSealTest {
  private static final String SECRET = "a secret of more than sixteen";
  private static final long UNTIL = 1_790_000_000L;

  private final OverrideSeal seal = new OverrideSeal(SECRET);

  /**
   * {@code printf green.1790000000 | openssl dgst -sha256 -hmac 'a secret of more than sixteen'}.
   */
  @Test
  void anOverrideIsWhatOpensslMakes() {
    assertThat(seal.seal(Stack.GREEN, UNTIL))
        .isEqualTo(
            "green.1790000000."
                + "54d53a64fab42abbe129e682bf41068f6a86b603d01cccc85a59c6529f22fa7e");
  }

  @Test
  void itHoldsUntilItsMoment() {
    String override = seal.seal(Stack.GREEN, UNTIL);

    assertThat(seal.read(override, UNTIL - 1)).isEqualTo(OverrideReading.GREEN);
    assertThat(seal.read(override, UNTIL)).isEqualTo(OverrideReading.EXPIRED);
    assertThat(seal.read(seal.seal(Stack.BLUE, UNTIL), 0)).isEqualTo(OverrideReading.BLUE);
  }

  @Test
  void anotherSecretMakesNoneThatHolds() {
    String foreign = new OverrideSeal(SECRET + "!").seal(Stack.GREEN, UNTIL);

    assertThat(seal.read(foreign, 0)).isEqualTo(OverrideReading.WRONG);
  }

  @Test
  void noChangedCharacterIsOverlooked() {
    Seeds.rounds(
        500,
        random -> {
          String good = seal.seal(Stack.GREEN, UNTIL);
          int at = random.nextInt(good.length());
          char put = (char) (' ' + random.nextInt(95));
          String changed = good.substring(0, at) + put + good.substring(at + 1);

          assertThat(seal.read(changed, 0))
              .isEqualTo(changed.equals(good) ? OverrideReading.GREEN : OverrideReading.WRONG);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "green",
        "green.1",
        "green.1.",
        "green.-1.00",
        "purple.1.00",
        "..",
        "green..0"
      })
  void whatIsNoOverrideIsWrongAndNoException(String text) {
    assertThat(seal.read(text, 0)).isEqualTo(OverrideReading.WRONG);
    assertThat(seal.read(text + "0".repeat(10_000), 0)).isEqualTo(OverrideReading.WRONG);
  }

  @Test
  void aSecretThatCouldBeGuessedIsRefused() {
    assertThatThrownBy(() -> new OverrideSeal("fifteen letters"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 16 characters")
        .hasMessageNotContaining("fifteen");
  }

  @Test
  void theSecretIsNeverTold() {
    assertThat(seal.toString()).doesNotContain(SECRET);
  }
}
