package io.canaryrouter.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtReaderTest {
  private final JwtReader reader = new JwtReader(List.of("user_id", "sub"));

  private @Nullable String read(String token) {
    return reader.read(token).claim();
  }

  @Test
  void aNumberAndItsDigitsAreOneUser() {
    assertThat(read(Tokens.of("{\"user_id\":42}"))).isEqualTo("42");
    assertThat(read(Tokens.of("{\"user_id\":\"42\"}"))).isEqualTo("42");
  }

  @Test
  void aTokenIsReadTheSameTheSecondTime() {
    String usable = Tokens.of("{\"user_id\":7}");
    String unusable = Tokens.of("{\"user_id\":null}");
    for (int i = 0; i < 3; i++) {
      assertThat(read(new String(usable.toCharArray()))).isEqualTo("7");
      assertThat(read(new String(unusable.toCharArray()))).isNull();
    }
  }

  @Test
  void anExpiredTokenStillNamesItsUser() {
    assertThat(read(Tokens.of("{\"sub\":\"ana\",\"exp\":1}"))).isEqualTo("ana");
  }

  @Test
  void aTokenOfEightKibibytesIsReadAndALongerOneIsNot() {
    String frame = Tokens.of("");
    int room = (JwtReader.MAX_TOKEN_CHARS - frame.length()) / 4 * 3;
    String start = "{\"user_id\":1,\"pad\":\"";
    String longest = start + "x".repeat(room - start.length() - 2) + "\"}";
    String token = Tokens.of(longest);
    token += "c".repeat(JwtReader.MAX_TOKEN_CHARS - token.length());
    assertThat(read(token)).isEqualTo("1");
    assertThat(read(token + "c")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "...",
        "a.b",
        "eyJ1c2VyX2lkIjo0Mn0",
        ".eyJ1c2VyX2lkIjo0Mn0.",
        "a..c",
        "a.eyJ1c2VyX2lkIjo0Mn0.c.d",
        "a.eyJ1c2VyX2lkIjo0Mn0.c.",
        "a.eyJ1c2VyX2lkIjo0Mn0=.c",
        "a.eyJ1c2VyX2lkIjo0Mn.c",
        "a.eyJ1c2Vy X2lkIjo0Mn0.c",
        "a.é.c",
        "Basic dXNlcjpwYXNz"
      })
  void whatIsNoTokenIsUnusable(String text) {
    assertThat(read(text)).isNull();
  }

  @Test
  void anUnsignedTokenOfThreePartsNamesItsUserAsRoutingNeedsNoMore() {
    assertThat(read("e30.eyJ1c2VyX2lkIjo0Mn0.")).isEqualTo("42");
  }

  @Test
  void malformedUtf8IsUnusable() {
    byte[] payload = "{\"user_id\":\"a?\"}".getBytes(StandardCharsets.UTF_8);
    payload[13] = (byte) 0xc3;
    assertThat(read(Tokens.of(payload))).isNull();
    payload[13] = (byte) 0xff;
    assertThat(read(Tokens.of(payload))).isNull();
  }

  @Test
  void randomBytesNeverThrow() {
    long seed = 42;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] payload = new byte[random.nextInt(60)];
      random.nextBytes(payload);
      assertThat(read(Tokens.of(payload))).as("seed %d round %d", seed, i).isNull();
    }
  }
}
