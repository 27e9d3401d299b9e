#pragma once

#include <atomic>
#include <cstdint>

#include "engine/edges/provider.h"
#include "providers/databricks/rest.h"

namespace dgctl::providers {

struct ProviderOptions {
  std::size_t parallelism = 16;  ///< requests at once
};

/// A Databricks workspace over its REST API.
class DatabricksProvider : public engine::Provider {
 public:
  /// Objects and principals of a kind are read one by one up to this many, listed beyond.
  static constexpr std::size_t kReadOneByOne = 20;

  DatabricksProvider(Transport& transport, engine::Clock& clock, ProviderOptions options);

  std::vector<engine::ReadResult> read(std::span<const engine::Lookup> wanted,
                                       std::stop_token stop) override;
  engine::StepOutcome write(const engine::Step& step, std::stop_token stop) override;

 private:
  engine::ReadResult read_one(const engine::Lookup& lookup, const std::stop_token& stop);
  engine::StepOutcome write_call(const engine::Call& written, const std::stop_token& stop);
  engine::StepOutcome write_update(const engine::UpdateObject& call, const std::stop_token& stop);

  Rest rest_;
  ProviderOptions options_;
  std::atomic<std::int64_t> workspace_id_ = 0;  ///< as the last reading of it said
};

}  // namespace dgctl::providers
