package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.AsciiString;
import org.junit.jupiter.api.Test;

class FieldNamesTest {
  private final FieldNames names = FieldNames.of("connection", "te", "x-canary-*");

  @Test
  void namesAreComparedWithoutRegardToCase() {
    assertThat(names.contains("Connection")).isTrue();
    assertThat(names.contains(AsciiString.of("TE"))).isTrue();
    assertThat(names.contains("t")).isFalse();
    assertThat(names.contains("")).isFalse();
    assertThat(names.contains("connections")).isFalse();
  }

  @Test
  void aStarStandsForEveryNameThatBeginsSo() {
    assertThat(names.contains("X-CANARY-Stack")).isTrue();
    assertThat(names.contains("x-canary-")).isTrue();
    assertThat(names.contains("x-canary")).isFalse();
  }

  @Test
  void charactersThatOnlyLookAlikeAreOthers() {
    // A carriage return and M differ in the one bit that tells lower from upper case.
    assertThat(FieldNames.of("m").contains("\r")).isFalse();
    assertThat(FieldNames.of("-x").contains("\rx")).isFalse();
  }
}
