package io.canaryrouter.judge;

import java.util.List;

class JudgedGuardContractTest extends JudgeContract {
  JudgedGuardContractTest() {
    super(() -> new JudgedGuard(GuardSettings.DEFAULT, List.of(), AlphaBudget.DEFAULT), 0.03);
  }
}
