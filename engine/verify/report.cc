#include "engine/verify/report.h"

namespace dgctl::engine {

std::map<Judgement, std::size_t> count_by_judgement(const VerifyReport& report) {
  std::map<Judgement, std::size_t> counts;
  for (const Judgement judgement : kJudgements) counts[judgement] = 0;
  for (const VerifiedGraph& graph : report.graphs) {
    for (const CheckResult& result : graph.results) ++counts[result.judgement];
  }
  return counts;
}

bool is_verified(const VerifyReport& report) {
  const auto counts = count_by_judgement(report);
  return counts.at(Judgement::Failed) == 0 && counts.at(Judgement::Unknown) == 0;
}

bool is_started_by_use(const WarehouseInUse& warehouse) {
  return warehouse.state == "STOPPED" || warehouse.state == "STOPPING";
}

}  // namespace dgctl::engine
