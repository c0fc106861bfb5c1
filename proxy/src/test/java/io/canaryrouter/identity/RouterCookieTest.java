package io.canaryrouter.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.canaryrouter.identity.IdentitySettings.Anonymous;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cookie that keeps a visitor who he was. */
class RouterCookieTest {
  private static final String NEW = "new secret of thirty-two letters!";
  private static final String OLD = "old secret of thirty-two letters!";
  private static final RouterCookie COOKIE = cookie(NEW, OLD);

  @Test
  void aVisitorIsWhoHeWasAtHisFirstRequestFromWhateverAddressHeComes() {
    UserIdentifier identifier = identifier();
    String first = frozen(COOKIE, new UserKey("192.0.2.7", IdentitySource.ADDRESS), null);

    assertThat(identifier.identify(request(null, "198.51.100.1")))
        .isEqualTo(new UserKey("198.51.100.1", IdentitySource.ADDRESS));
    assertThat(identifier.identify(request(first, "198.51.100.1")))
        .isEqualTo(new UserKey("192.0.2.7", IdentitySource.ROUTER_COOKIE));
  }

  @Test
  void anyKeyComesBackAsItWas() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 2_000; i++) {
      int[] points =
          random.ints(random.nextInt(1, 100), 0, 0xd800).filter(point -> point != 0).toArray();
      String key = new String(points, 0, points.length);
      if (key.getBytes(StandardCharsets.UTF_8).length <= 512 && !key.isEmpty()) {
        String cookie = frozen(COOKIE, new UserKey(key, IdentitySource.RANDOM), null);
        assertThat(COOKIE.read(request(cookie, "a")))
            .isEqualTo(new RouterCookie.Reading(key, true));
      }
    }
  }

  @Test
  void noOtherTextIsEverRead() {
    String cookie = frozen(COOKIE, new UserKey("42", IdentitySource.RANDOM), null);
    SplittableRandom random = new SplittableRandom(11);
    int begin = "canary_key=".length();
    for (int i = 0; i < 5_000; i++) {
      StringBuilder forged = new StringBuilder(cookie);
      int at = random.nextInt(begin, cookie.length());
      switch (random.nextInt(3)) {
        case 0 -> forged.setCharAt(at, (char) (forged.charAt(at) ^ (1 << random.nextInt(7))));
        case 1 -> forged.deleteCharAt(at);
        default -> forged.insert(at, (char) random.nextInt('!', 0x7f));
      }
      RouterCookie.Reading read = COOKIE.read(request(forged.toString(), "a"));
      assertThat(read == null ? "42" : read.key()).as(forged.toString()).isEqualTo("42");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.", "1..", "1.NDI", "1.NDI.", "2.NDI.x", ".", "1.NDI.é"})
  void whatIsNoneIsPassedOver(String value) {
    assertThat(COOKIE.read(request("canary_key=" + value, "a"))).isNull();
  }

  @Test
  void anEndlessOneIsPassedOver() {
    String cookie = frozen(COOKIE, new UserKey("42", IdentitySource.RANDOM), null);
    assertThat(COOKIE.read(request(cookie + "A".repeat(1_000_000), "a"))).isNull();
  }

  @Test
  void oneOfAnotherNameOrSecretIsPassedOver() {
    UserKey key = new UserKey("42", IdentitySource.RANDOM);
    RouterCookie other = new RouterCookie(new CookieSettings("other", List.of(NEW)));
    String renamed = frozen(other, key, null).replace("other=", "canary_key=");

    assertThat(COOKIE.read(request(renamed, "a"))).isNull();
    assertThat(cookie(OLD).read(request(frozen(cookie(NEW), key, null), "a"))).isNull();
  }

  @Test
  void oneOfTheOldSecretIsReadAndSignedAnew() {
    UserKey key = new UserKey("42", IdentitySource.ROUTER_COOKIE);
    String old = frozen(cookie(OLD), new UserKey("42", IdentitySource.RANDOM), null);

    assertThat(COOKIE.read(request(old, "a"))).isEqualTo(new RouterCookie.Reading("42", false));
    String anew = frozen(COOKIE, key, old);
    assertThat(COOKIE.read(request(anew, "a"))).isEqualTo(new RouterCookie.Reading("42", true));
    assertThat(COOKIE.follow(key, request(anew, "a"))).isNull();
  }

  @Test
  void besideATokenNoneIsSetButOneThatIsThereFollows() {
    UserKey user = new UserKey("42", IdentitySource.HEADER);
    String visitor = frozen(COOKIE, new UserKey("192.0.2.7", IdentitySource.ADDRESS), null);

    assertThat(COOKIE.follow(user, request(null, "a"))).isNull();
    assertThat(Objects.requireNonNull(COOKIE.follow(user, request(visitor, "a"))).before())
        .isEqualTo("192.0.2.7");
    assertThat(COOKIE.follow(user, request(frozen(COOKIE, user, visitor), "a"))).isNull();
  }

  @Test
  void nobodyAndEndlessKeysAreNotFrozen() {
    assertThat(COOKIE.follow(UserKey.NONE, request(null, "a"))).isNull();
    assertThat(
            COOKIE.follow(new UserKey("x".repeat(513), IdentitySource.RANDOM), request(null, "a")))
        .isNull();
  }

  @Test
  void itIsSecureAndOutOfReachOfScripts() {
    RouterCookie.Change change =
        COOKIE.follow(new UserKey("42", IdentitySource.RANDOM), request(null, "a"));
    assertThat(Objects.requireNonNull(change).field())
        .endsWith("; Max-Age=2592000; Path=/; Secure; HttpOnly; SameSite=Lax");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "canary_key=1.a.b -> ",
        "a=1; canary_key=x; b=2 -> a=1; b=2",
        "canary_key=x; a=1 -> a=1",
        "a=1;canary_key=x -> a=1",
        "a=1;  b=\"2\" ;c=3 -> a=1;  b=\"2\" ;c=3",
        "canary_key2=x; xcanary_key=y -> canary_key2=x; xcanary_key=y",
        "a=canary_key=1 -> a=canary_key=1",
        "canary_key=x; canary_key=y -> ",
      })
  void noOtherCookieIsTouchedWhenItIsTakenOut(String pair) {
    String[] sides = pair.split(" -> ?", -1);
    assertThat(Objects.requireNonNullElse(COOKIE.strip(sides[0]), "")).isEqualTo(sides[1]);
  }

  @Test
  void settingsRefuseWhatCouldBeFoundByTryingAndTellNoSecret() {
    assertThatThrownBy(() -> new CookieSettings("a", List.of("short")))
        .hasMessageContaining("at least 32 characters");
    assertThatThrownBy(() -> new CookieSettings("a", List.of())).hasMessageContaining("secrets");
    assertThatThrownBy(() -> CookieSettings.derivedFrom("a", "short"))
        .hasMessageContaining("identity.cookie.secrets");
    assertThat(new CookieSettings("a", List.of(NEW)).toString()).doesNotContain(NEW);
  }

  @Test
  void theSameAdminTokenMakesTheSameSecretWhichIsNotTheToken() {
    CookieSettings derived = CookieSettings.derivedFrom("a", NEW);
    assertThat(derived).isEqualTo(CookieSettings.derivedFrom("a", NEW));
    assertThat(derived.secrets()).hasSize(1).doesNotContain(NEW);
    assertThat(derived).isNotEqualTo(CookieSettings.derivedFrom("a", OLD));
  }

  private static RouterCookie cookie(String... secrets) {
    return new RouterCookie(new CookieSettings("canary_key", List.of(secrets)));
  }

  /** What a browser sends back of the cookie that it was given. */
  private static String frozen(RouterCookie cookie, UserKey key, @Nullable String held) {
    String field =
        Objects.requireNonNull(cookie.follow(key, request(held, String.valueOf(key.text()))))
            .field();
    return field.substring(0, field.indexOf(';'));
  }

  private static UserIdentifier identifier() {
    return new UserIdentifier(
        new IdentitySettings(
            List.of(),
            List.of(),
            List.of(Anonymous.COOKIE, Anonymous.ADDRESS),
            null,
            new CookieSettings("canary_key", List.of(NEW, OLD))),
        new Random(1));
  }

  private static RequestView request(@Nullable String cookies, String address) {
    return new RequestView() {
      @Override
      public @Nullable String field(String name) {
        return name.equals("Cookie") ? cookies : null;
      }

      @Override
      public String target() {
        return "/";
      }

      @Override
      public String clientAddress() {
        return address;
      }
    };
  }
}
