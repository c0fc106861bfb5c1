package io.canaryrouter.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPathTest {
  private static final String PIECES = "/.%a*?#~2eEfF:";

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/billing/1, /billing/1",
    "/billing/1?next=/other, /billing/1",
    "/billing#part, /billing",
    "?only=query, /",
    "http://app.example.com/billing/1?a=b, /billing/1",
    "http://app.example.com, /",
    "http://app.example.com?a=/b, /",
    "*, *",
    "/Billing, /Billing",
    "//billing///1, /billing/1",
    "/billing/, /billing",
    "/./billing/./1, /billing/1",
    "/shop/../billing, /billing",
    "/shop/%2e%2E/billing, /billing",
    "/../../billing, /billing",
    "/shop/.., /",
    "/b%69lling, /billing",
    "/billing%2F1, /billing/1",
    "/%252e%252e/billing, /%2e%2e/billing",
    "/.well-known/x, /.well-known/x",
    "/..billing, /..billing",
    "/100%/x, /100%/x",
    "/100%2/x%, /100%2/x%",
  })
  void everySpellingOfAPathIsOnePath(String target, String path) {
    assertThat(RequestPath.of(target)).isEqualTo(path);
  }

  @Test
  void whateverComesIsARootedPathWithoutEmptyOrDotSegments() {
    Seeds.rounds(
        5_000,
        random -> {
          String path = RequestPath.of("/" + anything(random));

          assertThat(path).startsWith("/").doesNotContain("//");
          assertThat(path.length() > 1 && path.endsWith("/")).isFalse();
          assertThat((path + "/").contains("/./") || (path + "/").contains("/../")).isFalse();
        });
  }

  @Test
  void aPlainPathIsItself() {
    Seeds.rounds(
        500,
        random -> {
          String path = RequestPath.of("/" + anything(random).replaceAll("[%.?#]", "a"));

          assertThat(RequestPath.of(path)).isEqualTo(path);
        });
  }

  private static String anything(Random random) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(24); length > 0; length--) {
      text.append(PIECES.charAt(random.nextInt(PIECES.length())));
    }
    return text.toString();
  }
}
