package io.canaryrouter.judge;

import java.util.List;

class LiteralGuardContractTest extends JudgeContract {
  LiteralGuardContractTest() {
    super(() -> new LiteralGuard(GuardSettings.DEFAULT, List.of()));
  }
}
