package io.canaryrouter.identity;

import java.net.URI;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that verifying needs: the keys, the verifier, the watch over failures, and a thread
 * that looks after them once a second. Ends with {@link #close}.
 *
 * <p>Thread safety: may be called from any thread; {@link #turn} belongs to its own.
 */
final class TokenVerification implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TokenVerification.class);
  private static final long TURN_MILLIS = 1_000;

  private final OnFailure onFailure;
  private final VerificationFigures figures;
  private final LongSupplier nanoClock;
  private final @Nullable JwksFetch fetch;
  private final @Nullable JwksKeys jwks;
  private final TokenVerifier verifier;
  private final FailureWatch watch;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(TokenVerification::newThread);

  private volatile FailureShare failures = FailureShare.NOTHING_SEEN;

  /** The fetch is for settings with a key set to fetch. */
  TokenVerification(
      VerifySettings settings,
      VerificationFigures figures,
      LongSupplier nanoClock,
      @Nullable JwksFetch fetch,
      RandomGenerator random) {
    this.onFailure = settings.onFailure();
    this.figures = figures;
    this.nanoClock = nanoClock;
    this.fetch = fetch;
    URI address = settings.jwks();
    this.jwks =
        fetch == null || address == null
            ? null
            : new JwksKeys(
                shown(address),
                fetch,
                settings.algorithms(),
                new RefreshPlan(random::nextDouble),
                nanoClock);
    this.verifier =
        new TokenVerifier(
            settings.algorithms(),
            jwks == null ? KeySource.fixed(settings.fixedKeys()) : jwks,
            figures,
            nanoClock);
    this.watch = new FailureWatch(nanoClock.getAsLong(), figures.checked(), figures.failed());
  }

  /** Verification with a running thread. */
  static TokenVerification start(
      VerifySettings settings,
      VerificationFigures figures,
      LongSupplier nanoClock,
      RandomGenerator random) {
    URI address = settings.jwks();
    JwksFetch fetch = address == null ? null : new JwksClient(address);
    TokenVerification verification =
        new TokenVerification(settings, figures, nanoClock, fetch, random);
    verification.thread.scheduleWithFixedDelay(
        verification::safeTurn, 0, TURN_MILLIS, TimeUnit.MILLISECONDS);
    return verification;
  }

  /** Without what may be secret in an address. */
  private static String shown(URI address) {
    return address.getScheme() + "://" + address.getAuthority() + address.getPath();
  }

  private static Thread newThread(Runnable work) {
    Thread thread = new Thread(work, "token-keys");
    thread.setDaemon(true);
    return thread;
  }

  TokenVerifier verifier() {
    return verifier;
  }

  OnFailure onFailure() {
    return onFailure;
  }

  VerificationStatus status() {
    return new VerificationStatus(onFailure, failures, jwks == null ? null : jwks.status());
  }

  /** Waits for the first try to fetch the keys, if they are to be fetched. */
  void awaitKeys(long millis) {
    try {
      if (jwks != null) {
        jwks.awaitFirstTry(millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void safeTurn() {
    try {
      turn();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("keys and failures of tokens were not looked after", e);
    }
  }

  /** Fetches keys when it is time to, and looks at the failures. */
  void turn() throws InterruptedException {
    if (jwks != null) {
      jwks.turn();
    }
    FailureShare before = failures;
    failures = watch.look(nanoClock.getAsLong(), figures.checked(), figures.failed());
    if (failures.isJump() && !before.isJump()) {
      LOG.warn(
          "tokens fail verification: {}. Compare identity.jwt.verify with the application's keys",
          failures.sentence());
    } else if (before.isJump() && !failures.isJump()) {
      LOG.info("tokens verify again: {}", failures.sentence());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    if (fetch != null) {
      fetch.close();
    }
  }
}
