package io.canaryrouter.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a token costs that nobody has seen before: the same text in a new key of the cache each
 * time, so that nothing is remembered.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TokenBenchmark {
  private static final byte[] SECRET =
      "a secret of quite ordinary length".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST = JwtReader.MAX_TOKEN_CHARS;

  /** What the token is like. */
  @Param({
    "ORDINARY",
    "LONG_UNREADABLE",
    "LONG_NESTED",
    "LONG_ESCAPED",
    "LONG_FORGED_HS256",
    "LONG_FORGED_HS512",
    "LONG_FORGED_RS256",
    "LONG_FORGED_ES256",
    "LONG_FORGED_EDDSA"
  })
  private String kind;

  private JwtReader reader;
  private char[] token;
  private int count;

  @Setup
  public void make() throws GeneralSecurityException {
    JwsAlgorithm algorithm =
        kind.contains("FORGED")
            ? JwsAlgorithm.valueOf(kind.substring(kind.lastIndexOf('_') + 1))
            : JwsAlgorithm.HS256;
    VerificationFigures figures = new VerificationFigures();
    reader =
        new JwtReader(
            List.of("user_id", "sub", "uid"),
            figures,
            new TokenVerifier(
                Set.of(algorithm),
                KeySource.fixed(new KeySet(0, List.of(key(algorithm)))),
                figures,
                System::nanoTime));
    token = text(algorithm).toCharArray();
  }

  /** A character of the signature changes each time; the signature stays of its length. */
  @Benchmark
  public Object unknownToken() {
    int next = count++;
    for (int at = token.length - 2; at > token.length - 7; at--) {
      token[at] = (char) ('a' + next % 26);
      next /= 26;
    }
    return reader.look(new String(token));
  }

  private static VerificationKey key(JwsAlgorithm algorithm) throws GeneralSecurityException {
    if (algorithm.isSymmetric()) {
      return new SecretKey(SECRET);
    }
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance(
            switch (algorithm) {
              case RS256 -> "RSA";
              case ES256 -> "EC";
              default -> "Ed25519";
            });
    if (algorithm == JwsAlgorithm.RS256) {
      generator.initialize(2_048);
    } else if (algorithm == JwsAlgorithm.ES256) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    }
    PublicKey key = generator.generateKeyPair().getPublic();
    return PublicSignatureKey.of(null, key);
  }

  private String text(JwsAlgorithm algorithm) throws GeneralSecurityException {
    String header = base64("{\"alg\":\"" + algorithm.label() + "\",\"typ\":\"JWT\"}");
    int signatureLength =
        switch (algorithm) {
          case HS512 -> 64;
          case RS256 -> 256;
          case ES256, EDDSA -> 64;
          default -> 32;
        };
    String signature = base64(signature(header, signatureLength));
    int room = (LONGEST - header.length() - signature.length() - 2) / 4 * 3;
    String payload =
        switch (kind) {
          case "ORDINARY" -> "{\"user_id\":4217,\"role\":\"client\",\"exp\":1795392000}";
          case "LONG_UNREADABLE" -> "{\"user_id\":1,\"a\":\"" + "x".repeat(room - 20) + "\"";
          case "LONG_NESTED" ->
              "{\"user_id\":1,\"a\":[" + "[[[[[[[[]]]]]]]],".repeat(room / 17 - 3) + "0]}";
          case "LONG_ESCAPED" -> "{\"user_id\":1,\"a\":\"" + "\\u0041".repeat(room / 6 - 5) + "\"}";
          default -> "{\"user_id\":1,\"a\":\"" + "x".repeat(room - 22) + "\"}";
        };
    return header + "." + base64(payload) + "." + signature;
  }

  /** Small numbers in all places, so that a check goes as far as it can. */
  private static byte[] signature(String signed, int length) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA512");
    mac.init(new SecretKeySpec(SECRET, "HmacSHA512"));
    byte[] noise = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
    byte[] signature = new byte[length];
    for (int i = 0; i < length; i++) {
      signature[i] = noise[i % noise.length];
    }
    signature[0] = 1;
    signature[length / 2] = 1;
    signature[length - 1] = 0;
    return signature;
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String base64(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }
}
