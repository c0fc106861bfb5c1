package io.canaryrouter.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.canaryrouter.testing.Seeds;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutePatternTest {
  private static final List<String> METHODS = List.of("GET", "HEAD", "POST");

  @ParameterizedTest
  @CsvSource({
    "/billing, GET, /billing, true",
    "/billing, GET, /billing/1, false",
    "/billing, GET, /billings, false",
    "/billing, GET, /Billing, false",
    "/billing/**, GET, /billing, true",
    "/billing/**, GET, /billing/1/2, true",
    "/billing/**, GET, /billings/1, false",
    "/users/*, GET, /users/42, true",
    "/users/*, GET, /users, false",
    "/users/*, GET, /users/42/avatar, false",
    "/users/*/avatar, GET, /users/42/avatar, true",
    "/users/*/avatar, GET, /users/42/avatars, false",
    "POST /login, POST, /login, true",
    "POST /login, GET, /login, false",
    "POST /login, post, /login, false",
    "GET|HEAD /a, HEAD, /a, true",
    "GET|HEAD /a, POST, /a, false",
    "/, GET, /, true",
    "/, GET, /a, false",
    "/**, GET, /, true",
    "/**, GET, /a/b, true",
    "/**, OPTIONS, *, false",
    "/%61/b, GET, /a/b, true",
    "/a, GET, /*, false",
  })
  void aPatternMeansARequestOrNot(String pattern, String method, String path, boolean isMeant) {
    assertThat(RoutePattern.parse(pattern).matches(method, path)).isEqualTo(isMeant);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "login; the path begins with a slash, not \"login\"",
        "get /a; a method is written like GET, several like GET|HEAD, not \"get /a\"",
        "GET| /a; a method is written like GET, several like GET|HEAD, not \"GET| /a\"",
        "/a?b; a query is not looked at: leave it out, not \"/a?b\"",
        "/a//b/; write the path as /a/b, not \"/a//b/\"",
        "/a/**/b; ** stands at the end only, not \"/a/**/b\"",
        "/a/*.js; a * stands for a whole segment, as in /users/*/avatar, not \"/a/*.js\"",
      })
  void whatIsNoPatternIsToldWithWhatToWrite(String text, String sentence) {
    assertThatThrownBy(() -> RoutePattern.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  @Test
  void aPatternMeansWhatTheRegularExpressionOfItsSegmentsMeans() {
    Seeds.rounds(
        5_000,
        random -> {
          String pattern = pattern(random);
          String path = path(random);

          assertThat(RoutePattern.parse(pattern).matches("GET", path))
              .as("%s means %s", pattern, path)
              .isEqualTo(expression(pattern).matcher(path).matches());
        });
  }

  @Test
  void whatCoversAnotherPatternMeansAllOfIt() {
    Seeds.rounds(
        5_000,
        random -> {
          RoutePattern wide = RoutePattern.parse(methods(random) + pattern(random));
          RoutePattern narrow = RoutePattern.parse(methods(random) + pattern(random));
          String method = METHODS.get(random.nextInt(METHODS.size()));
          String path = path(random);

          if (wide.covers(narrow) && narrow.matches(method, path)) {
            assertThat(wide.matches(method, path))
                .as("%s covers %s, which means %s %s", wide, narrow, method, path)
                .isTrue();
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "/**, /a, true",
    "/a/**, /a, true",
    "/a/**, /a/*/c, true",
    "/a/*, /a/b, true",
    "/a, POST /a, true",
    "GET|POST /a, POST /a, true",
    "/a, /a, true",
    "POST /a, /a, false",
    "/a/*, /a/**, false",
    "/a/b, /a/*, false",
    "/a/b/**, /a, false",
  })
  void aPatternCoversAnotherOrNot(String wide, String narrow, boolean covers) {
    assertThat(RoutePattern.parse(wide).covers(RoutePattern.parse(narrow))).isEqualTo(covers);
  }

  private static String methods(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> "";
      case 1 -> "GET ";
      default -> "GET|POST ";
    };
  }

  private static String pattern(Random random) {
    StringBuilder pattern = new StringBuilder();
    for (int segments = random.nextInt(4); segments > 0; segments--) {
      pattern.append('/').append(random.nextInt(3) == 0 ? "*" : segment(random));
    }
    if (random.nextInt(3) == 0) {
      return pattern.append("/**").toString();
    }
    return pattern.isEmpty() ? "/" : pattern.toString();
  }

  private static String path(Random random) {
    StringBuilder path = new StringBuilder();
    for (int segments = random.nextInt(5); segments > 0; segments--) {
      path.append('/').append(segment(random));
    }
    return path.isEmpty() ? "/" : path.toString();
  }

  /** So few different ones that patterns and paths meet often. */
  private static String segment(Random random) {
    return List.of("a", "b", "ab").get(random.nextInt(3));
  }

  private static Pattern expression(String pattern) {
    String rest = pattern.endsWith("/**") ? "(/.*)?" : "";
    String fixed = pattern.replaceAll("/\\*\\*$", "");
    return Pattern.compile(
        fixed.isEmpty() || fixed.equals("/")
            ? (rest.isEmpty() ? "/" : "/.*")
            : fixed.replace("*", "[^/]+") + rest);
  }
}
