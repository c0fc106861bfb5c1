package io.canaryrouter.admin;

import com.sun.net.httpserver.HttpExchange;
import io.canaryrouter.rollout.Cause;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request to the admin port. Confined to the thread that serves it. */
final class Call {
  /** Largest body. */
  static final int MAX_BODY_BYTES = 64 * 1024;

  private final HttpExchange exchange;
  private final Visit visit;
  private final Caller caller;

  /** The caller is the author of every change that comes of it. */
  Call(HttpExchange exchange, Visit visit, Caller caller) {
    this.exchange = exchange;
    this.visit = visit;
    this.caller = caller;
  }

  Visit visit() {
    return visit;
  }

  Caller caller() {
    return caller;
  }

  String method() {
    return visit.method();
  }

  String path() {
    return visit.path();
  }

  @Nullable String field(String name) {
    return visit.field(name);
  }

  /** Hands the exchange to whoever will answer and close it; for {@link Answer#TAKEN}. */
  HttpExchange takeOver() {
    return exchange;
  }

  /** What the target asks for behind its question mark. */
  Query query(String... known) {
    return new Query(exchange.getRequestURI().getRawQuery(), Set.of(known));
  }

  /** The body's object; only these keys may stand in it. */
  Order order(String... known) {
    requireJson();
    return new Order(Json.object(body()), Set.of(known));
  }

  /** The same where the body may be left out. */
  Order optionalOrder(String... known) {
    byte[] body = body();
    if (body.length == 0) {
      return new Order(Json.newObject(), Set.of(known));
    }
    requireJson();
    return new Order(Json.object(body), Set.of(known));
  }

  /** Who asks, why, and at which revision. */
  Cause cause(String reason) {
    try {
      return new Cause(caller.name(), reason, ifMatch());
    } catch (IllegalArgumentException e) {
      throw new Problem(400, String.valueOf(e.getMessage()));
    }
  }

  private @Nullable Long ifMatch() {
    String tag = field("If-Match");
    if (tag == null || tag.trim().equals("*")) {
      return null;
    }
    String digits = tag.trim().replaceAll("^\"(.*)\"$", "$1");
    if (!digits.matches("[0-9]{1,18}")) {
      throw new Problem(412, "If-Match holds a revision, for example \"12\"");
    }
    return Long.valueOf(digits);
  }

  private void requireJson() {
    String type = field("Content-Type");
    String essence = type == null ? "" : type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    if (!essence.equals("application/json")) {
      throw new Problem(415, "send Content-Type: application/json");
    }
  }

  private byte[] body() {
    try {
      byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
      if (body.length > MAX_BODY_BYTES) {
        throw new Problem(413, "a body has at most " + MAX_BODY_BYTES + " bytes");
      }
      return body;
    } catch (IOException e) {
      throw new Problem(400, "the body could not be read to its end");
    }
  }
}
