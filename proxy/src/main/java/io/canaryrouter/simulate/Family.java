package io.canaryrouter.simulate;

/** Kinds of traffic: how much its users have in common, and what else they do than ask. */
public enum Family {
  /** What the judge was designed on. */
  PLAIN,
  /**
   * Another one that it was not, and that is harder: a few users make far more of the traffic;
   * offices of 200 people share one key; one account in a hundred fails always and keeps trying;
   * tokens expire, forms are refused and cookies are checked by redirects on both stacks; green's
   * pages ask for other routes, and oftener or less often; and twice a day somebody sends thousands
   * of made-up users to an address that fails on both.
   */
  ROUGH
}
