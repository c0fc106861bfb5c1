package io.canaryrouter.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
  private static final String HEX = "0123456789abcdef";
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String BASE64_URL =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final int NAMES = 2_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Sprockets
        "/assets/application-1b2c3d4e5f60718293a4b5c6d7e8f9012345678901234567890abcdef0123456.css",
        "/assets/application-0123456789abcdef0123456789abcdef.js",
        "/assets/application.js-1b2c3d4e5f60718293a4b5c6d7e8f901.map",
        "/assets/admin/logo-908e25f4bf641868d8683022a5b62f54.png",
        // Propshaft
        "/assets/application-2c5d2f62.css",
        "/assets/application-83920174.css",
        "/assets/chunk-HMZO4GF.digested.js",
        // Vite, Rollup, SvelteKit
        "/assets/index-BcdX12_z.js",
        "/assets/index-B-_xQ2a1.js",
        "/assets/index-DrgTQdaw.css",
        "/assets/index-4sK9fLp0.js.map",
        "/_app/immutable/chunks/BcdX12_z.js",
        "/_app/immutable/entry/start.CfN9WxhO.js",
        // esbuild, Angular
        "/chunk-5DCUTXVR.js",
        "/chunk-NXVQWJHE.js",
        // webpack, Next.js, Parcel
        "/static/js/main.073c9b0a.chunk.js",
        "/static/media/31d6cfe0d16ae931b73c.svg",
        "/_next/static/chunks/main-5f1b7b0b0b5b9b0e.js",
        "/_next/static/media/c9a5bc6a7c948fb0-s.p.woff2",
        "/index.3f8a1b2c.css",
      })
  void namesAsBuildersWriteThemAreRecognised(String path) {
    assertThat(Fingerprint.isIn(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/assets/",
        "/favicon.ico",
        "/robots.txt",
        "/assets/application.css",
        "/assets/jquery-3.7.1.min.js",
        "/assets/bootstrap.bundle.min.js",
        "/assets/polyfills-es2015.js",
        "/assets/UserList.js",
        "/assets/page-UserList.js",
        "/assets/page-DataGrid.css",
        "/assets/login-my-Table.js",
        "/assets/Settings.css",
        "/assets/app-settings.css",
        "/assets/app-Chapter2.css",
        "/assets/SETTINGS.txt",
        "/assets/effacedd.png",
        "/assets/cafe-deadbeef.png",
        "/assets/photo-20240115.jpg",
        "/assets/photo-15012024.jpg",
        "/assets/photo-01152024.jpg",
        "/assets/photo-2024-01-15.jpg",
        "/assets/dump-20240115123456.css",
        "/assets/12345678.png",
        "/assets/DSC00123.jpg",
        "/assets/album-DSC00123.jpg",
        "/assets/a1b2c3d.js",
        // a digest that is no file's, and one that is not in the name
        "/orders/1b2c3d4e5f607182",
        "/1b2c3d4e5f607182/index.html",
        "/assets/app.1b2c3d4e5f607182",
        "/assets/.1b2c3d4e5f607182",
        "/assets/x1b2c3d4e5f607182.js",
        "/assets/index-BcdX12_.js",
        "/assets/index-BcdX12~z.js",
        "/assets/index-BcdX12_z.",
        "/assets/index-BcdX12_z.j%s",
        "/assets/app-short1.digested.js",
        "/assets/1b2c3d4e5f607182/..",
        "*",
      })
  void wordsDatesAndNumbersAreNot(String path) {
    assertThat(Fingerprint.isIn(path)).isFalse();
  }

  @Test
  void hardlyADigestIsTakenForAWord() {
    Seeds.rounds(
        5,
        random -> {
          assertThat(recognised(random, "/assets/a-%s.css", HEX, 8)).isGreaterThan(0.99);
          assertThat(recognised(random, "/assets/a-%s.css", HEX, 64)).isEqualTo(1);
          assertThat(recognised(random, "/a.%s.js", HEX, 20)).isGreaterThan(0.99);
          assertThat(recognised(random, "/chunk-%s.js", BASE32, 8)).isGreaterThan(0.98);
          assertThat(recognised(random, "/assets/a-%s.js", BASE64_URL, 8)).isGreaterThan(0.95);
          assertThat(recognised(random, "/nodes/0.%s.js", BASE64_URL, 8)).isGreaterThan(0.95);
        });
  }

  @Test
  void noNameOfSmallLettersAloneIsRecognised() {
    Seeds.rounds(
        5,
        random ->
            assertThat(recognised(random, "/a-%s.css", "abcdefghijklmnopqrstuvwxyz", 8)).isZero());
  }

  @Test
  void anyPathIsJudgedWithoutAFailureAndInLinearTime() {
    Seeds.rounds(
        200,
        random -> {
          String path = "/" + token(random, BASE64_URL + "./%~ ", random.nextInt(60));
          assertThat(Fingerprint.isIn(path)).isEqualTo(Fingerprint.isIn("/deep/er" + path));
        });
    assertThat(Fingerprint.isIn("/" + "a-".repeat(4_000) + ".js")).isFalse();
    assertThat(Fingerprint.isIn("/" + "Aa".repeat(4_000) + ".js")).isFalse();
    assertThat(Fingerprint.isIn("/" + "0".repeat(8_000) + ".js")).isFalse();
  }

  private static double recognised(Random random, String format, String alphabet, int length) {
    int found = 0;
    for (int i = 0; i < NAMES; i++) {
      found += Fingerprint.isIn(format.formatted(token(random, alphabet, length))) ? 1 : 0;
    }
    return (double) found / NAMES;
  }

  private static String token(Random random, String alphabet, int length) {
    StringBuilder token = new StringBuilder();
    for (int i = 0; i < length; i++) {
      token.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return token.toString();
  }
}
