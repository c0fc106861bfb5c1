package io.canaryrouter.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.identity.IdentitySettings.Anonymous;
import io.canaryrouter.identity.IdentitySettings.TokenSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserIdentifierTest {
  private static final String TOKEN_OF_42 = Tokens.of("{\"user_id\":42}");
  private static final String TOKEN_OF_ANA = Tokens.of("{\"sub\":\"ana\"}");
  private static final String USELESS = Tokens.of("{\"exp\":1}");

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER   ", ""})
  void theBearerTokenNamesTheUser(String scheme) {
    UserKey key = identify(Map.of("Authorization", scheme + TOKEN_OF_42), "/");
    assertThat(key).isEqualTo(new UserKey("42", IdentitySource.HEADER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "access_token=%s",
        "a=b; access_token=%s",
        "a=b;access_token=%s;c=d",
        "access_token=\"%s\"",
        "access_token_old=x; access_token=%s",
        "x=access_token=1; access_token=%s",
        ";; access_token=%s;"
      })
  void theCookieNamesTheUserWhenTheHeaderDoesNot(String cookies) {
    UserKey key = identify(Map.of("Cookie", cookies.replace("%s", TOKEN_OF_ANA)), "/");
    assertThat(key).isEqualTo(new UserKey("ana", IdentitySource.COOKIE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "=",
        ";",
        "access_token",
        "Access_Token=%s",
        "access_token =%s",
        "\"access_token=%s"
      })
  void aCookieOfAnotherNameNamesNobody(String cookies) {
    UserKey key = identify(Map.of("Cookie", cookies.replace("%s", TOKEN_OF_ANA)), "/");
    assertThat(key.source()).isEqualTo(IdentitySource.ADDRESS);
  }

  @Test
  void sourcesAreTriedInOrderAndUnusableOnesPassedOver() {
    Map<String, String> both =
        Map.of("Authorization", "Bearer " + TOKEN_OF_42, "Cookie", "access_token=" + TOKEN_OF_ANA);
    assertThat(identify(both, "/").text()).isEqualTo("42");
    Map<String, String> useless =
        Map.of("Authorization", "Bearer " + USELESS, "Cookie", "access_token=" + TOKEN_OF_ANA);
    assertThat(identify(useless, "/").text()).isEqualTo("ana");
  }

  @Test
  void aBasicAuthorizationNamesNobody() {
    assertThat(identify(Map.of("Authorization", "Basic dTpw"), "/"))
        .isEqualTo(new UserKey("192.0.2.7", IdentitySource.ADDRESS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/cable?token=%s",
        "/cable?a=b&token=%s&c",
        "/?tok%65n=%s",
        "/?token=%s&token=x",
        "/?&&token=%s"
      })
  void aQueryParameterNamesTheUser(String target) {
    UserIdentifier identifier = identifier(List.of("query:token"), Anonymous.BLUE);
    String encoded = TOKEN_OF_42.replace(".", "%2E");
    assertThat(identifier.identify(request(Map.of(), target.replace("%s", encoded))))
        .isEqualTo(new UserKey("42", IdentitySource.QUERY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/cable",
        "/?",
        "/?token",
        "/?token=",
        "/token=%s",
        "/?xtoken=%s",
        "/?token=%s%",
        "/?token=%s%2",
        "/?token=%zz%s",
        "/?token=%ff%s",
        "/?token=+%s"
      })
  void aQueryWithoutTheParameterNamesNobody(String target) {
    UserIdentifier identifier = identifier(List.of("query:token"), Anonymous.BLUE);
    assertThat(identifier.identify(request(Map.of(), target.replace("%s", TOKEN_OF_42))))
        .isEqualTo(UserKey.NONE);
  }

  @Test
  void anonymousVisitorsStayTogetherByAddressOrGoToBlueOrAnywhere() {
    RequestView visitor = request(Map.of(), "/");
    assertThat(identifier(List.of(), Anonymous.ADDRESS).identify(visitor).text())
        .isEqualTo("192.0.2.7");
    assertThat(identifier(List.of(), Anonymous.BLUE).identify(visitor).text()).isNull();
    UserIdentifier random = identifier(List.of(), Anonymous.RANDOM);
    assertThat(Stream.generate(() -> random.identify(visitor)).limit(100))
        .allMatch(key -> key.source() == IdentitySource.RANDOM)
        .doesNotHaveDuplicates();
  }

  @Test
  void withoutAnAnonymousRuleAVisitorIsNobody() {
    UserIdentifier strict =
        new UserIdentifier(
            new IdentitySettings(List.of(), List.of("sub"), List.of()), new Random(1));
    assertThat(strict.identify(request(Map.of(), "/"))).isEqualTo(UserKey.NONE);
  }

  @Test
  void aTokenAloneIsExplainedByItsClaim() {
    UserIdentifier identifier = new UserIdentifier(IdentitySettings.DEFAULTS, new Random(1));
    assertThat(identifier.explain(TOKEN_OF_42))
        .isEqualTo(new TokenReading("42", Verification.UNCHECKED));
    assertThat(identifier.explain("42")).isEqualTo(TokenReading.UNUSABLE);
  }

  @Test
  void usersAreToldApartByAHashThatDoesNotNameThem() {
    assertThat(
            Stream.iterate(0, i -> i + 1)
                .limit(10_000)
                .map(i -> new UserKey(String.valueOf(i), IdentitySource.HEADER).hash()))
        .doesNotHaveDuplicates();
    assertThat(UserKey.NONE.hash()).isZero();
  }

  private static UserKey identify(Map<String, String> fields, String target) {
    return new UserIdentifier(IdentitySettings.DEFAULTS, new Random(1))
        .identify(request(fields, target));
  }

  private static UserIdentifier identifier(List<String> sources, Anonymous rule) {
    return new UserIdentifier(
        new IdentitySettings(
            sources.stream().map(TokenSource::parse).toList(), List.of("user_id"), List.of(rule)),
        new Random(1));
  }

  private static RequestView request(Map<String, String> fields, String target) {
    Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    anyCase.putAll(fields);
    return new RequestView() {
      @Override
      public @Nullable String field(String name) {
        return anyCase.get(name.toLowerCase(Locale.ROOT));
      }

      @Override
      public String target() {
        return target;
      }

      @Override
      public String clientAddress() {
        return "192.0.2.7";
      }
    };
  }
}
