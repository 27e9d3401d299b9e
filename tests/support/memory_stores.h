#pragma once

#include <atomic>
#include <ctime>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/edges/clock.h"
#include "engine/edges/error.h"
#include "engine/edges/ids.h"
#include "engine/edges/journal_store.h"
#include "engine/edges/observer.h"
#include "engine/edges/state_store.h"

namespace dgctl::tests {

class MemoryStateStore : public engine::StateStore {
 public:
  std::string bytes;
  engine::Version version;
  int saves = 0;

  [[nodiscard]] std::string where() const override { return "memory/state"; }
  [[nodiscard]] std::string backup() const override { return "memory/backup"; }
  std::optional<std::pair<std::string, engine::Version>> load(std::stop_token /*stop*/) override {
    if (bytes.empty()) return std::nullopt;
    return std::pair(bytes, version);
  }
  engine::Version save(std::string_view written,
                       const engine::Version& expected,
                       std::uint64_t /*fence*/,
                       std::stop_token /*stop*/) override {
    if (expected.serial != version.serial) throw engine::StateConflictError("the serial moved");
    bytes = written;
    ++saves;
    const std::size_t at = bytes.find(R"("lineage": ")") + 12;
    version = {bytes.substr(at, bytes.find('"', at) - at), expected.serial + 1, {}};
    return version;
  }
};

class MemoryJournalStore : public engine::JournalStore {
 public:
  std::vector<std::string> lines;
  std::size_t room = 1000;  ///< for so many lines, then there is no more

  [[nodiscard]] std::string where() const override { return "memory/journal"; }
  void append(std::span<const std::string> entries,
              std::uint64_t /*fence*/,
              std::stop_token /*stop*/) override {
    if (lines.size() + entries.size() > room) throw engine::Error("there is no room");
    lines.insert(lines.end(), entries.begin(), entries.end());
  }
  std::vector<std::string> entries(std::stop_token /*stop*/) override { return lines; }
  void cut(std::span<const std::string> kept,
           std::uint64_t /*fence*/,
           std::stop_token /*stop*/) override {
    lines.assign(kept.begin(), kept.end());
  }
};

/// Time that passes only when somebody sleeps.
class StillClock : public engine::Clock {
 public:
  [[nodiscard]] std::chrono::seconds passed() const { return std::chrono::seconds(passed_); }
  [[nodiscard]] std::chrono::system_clock::time_point now() const override {
    constexpr std::time_t kBegin = 1'795'424'400;  // 2026-11-23T09:00:00Z, as the fake workspace's
    return std::chrono::system_clock::from_time_t(kBegin) + passed();
  }
  [[nodiscard]] std::chrono::steady_clock::time_point steady() const override {
    return std::chrono::steady_clock::time_point(passed());
  }
  bool sleep(std::chrono::milliseconds time, std::stop_token stop) override {
    passed_ += std::chrono::ceil<std::chrono::seconds>(time).count();
    return !stop.stop_requested();
  }

 private:
  std::atomic<std::chrono::seconds::rep> passed_ = 0;  // threads sleep side by side
};

class CountedIds : public engine::Ids {
 public:
  std::string uuid() override {
    std::string tail = std::to_string(++count_);
    return "00000000-0000-4000-8000-" + std::string(12 - tail.size(), '0') + tail;
  }

 private:
  int count_ = 0;
};

class QuietObserver : public engine::Observer {
 public:
  std::vector<std::string> told;
  void notify(const engine::Event& event) override {
    told.push_back(event.type + (event.of ? " " + to_string(*event.of) : ""));
  }
};

}  // namespace dgctl::tests
