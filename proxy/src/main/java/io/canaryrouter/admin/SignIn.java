package io.canaryrouter.admin;

import java.util.Map;

/**
 * The calls at {@value #PATH}: a browser trades a token for a session, so that no page has to keep
 * the token. Thread-safe.
 */
final class SignIn {
  static final String PATH = "/session";

  private final Gate gate;
  private final Sessions sessions;

  SignIn(Gate gate, Sessions sessions) {
    this.gate = gate;
    this.sessions = sessions;
  }

  /** Who is signed in. */
  Answer show(Call call) {
    return who(call.caller());
  }

  /** Opens a session for the token in the body or in Authorization. */
  Answer open(Call call) {
    if (gate.isLocal()) {
      throw new Problem(409, "no token is set: whoever is on this machine needs no session");
    }
    String bearer = Gate.bearer(call.visit());
    String secret = bearer == null ? call.order("token").text("token") : bearer;
    AdminToken token = gate.token(secret, call.visit());
    String cookie = SessionCookie.give(call.visit(), sessions.open(token));
    return who(Caller.of(token, null)).with("Set-Cookie", cookie);
  }

  /** Ends the session that the call came by, if it came by one. */
  Answer close(Call call) {
    String session = call.caller().session();
    if (session != null) {
      sessions.close(session);
    }
    return new Answer(204, "text/plain", new byte[0], Map.of())
        .with("Set-Cookie", SessionCookie.take(call.visit()));
  }

  private static Answer who(Caller caller) {
    return Answer.json(
        Json.newObject().put("name", caller.name()).put("role", caller.role().label()));
  }
}
