package io.canaryrouter.judge;

import java.util.List;

/** It holds limits against rates, so that both stacks must fail alike to be seen to. */
class LiteralGuardContractTest extends JudgeContract {
  LiteralGuardContractTest() {
    super(() -> new LiteralGuard(GuardSettings.DEFAULT, List.of()), 1);
  }
}
