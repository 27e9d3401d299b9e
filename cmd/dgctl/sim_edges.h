#pragma once

#include <string>
#include <utility>

#include "engine/edges/clock.h"
#include "engine/edges/ids.h"
#include "providers/sim/workspace.h"

namespace dgctl::cmd {

/// The time of an embedded workspace, so that every output of a run on it is reproducible.
class SimClock : public engine::Clock {
 public:
  explicit SimClock(providers::SimWorkspace& workspace) : workspace_(workspace) {}
  [[nodiscard]] std::chrono::system_clock::time_point now() const override {
    return workspace_.now();
  }
  [[nodiscard]] std::chrono::steady_clock::time_point steady() const override {
    return std::chrono::steady_clock::time_point(
        std::chrono::duration_cast<std::chrono::steady_clock::duration>(now().time_since_epoch()));
  }
  bool sleep(std::chrono::milliseconds time, std::stop_token stop) override {
    return workspace_.sleep(time, std::move(stop));
  }

 private:
  providers::SimWorkspace& workspace_;
};

/// The ids of an embedded workspace, which follow from its seed.
class SimIds : public engine::Ids {
 public:
  explicit SimIds(providers::SimWorkspace& workspace) : workspace_(workspace) {}
  std::string uuid() override { return workspace_.uuid(); }

 private:
  providers::SimWorkspace& workspace_;
};

/// An embedded workspace as somebody else uses it.
class SimAs : public providers::Transport {
 public:
  SimAs(providers::SimWorkspace& workspace, std::string who)
      : workspace_(workspace), who_(std::move(who)) {}
  providers::Response send(const providers::Request& request, std::stop_token stop) override {
    return workspace_.send_as(who_, request, stop);
  }

 private:
  providers::SimWorkspace& workspace_;
  std::string who_;  ///< "": whoever uses it otherwise
};

}  // namespace dgctl::cmd
