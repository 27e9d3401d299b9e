#pragma once

#include <memory>
#include <string>

#include "engine/edges/journal_store.h"
#include "engine/edges/state_lock.h"
#include "engine/edges/state_store.h"
#include "providers/state/durable_file.h"

// State, journal and lock of one stack and target in a folder of this machine:
// state.json, state.json.backup, journal.jsonl, lock.

namespace dgctl::providers {

/// Reading makes no folder; the first writing does.
class LocalStateStore : public engine::StateStore {
 public:
  explicit LocalStateStore(std::string folder) : folder_(std::move(folder)) {}

  [[nodiscard]] std::string where() const override { return folder_ + "/state.json"; }
  [[nodiscard]] std::string backup() const override { return where() + ".backup"; }
  std::optional<std::pair<std::string, engine::Version>> load(std::stop_token stop) override;
  engine::Version save(std::string_view bytes,
                       const engine::Version& expected,
                       std::uint64_t fence,
                       std::stop_token stop) override;

 private:
  std::string folder_;
};

class LocalJournalStore : public engine::JournalStore {
 public:
  explicit LocalJournalStore(std::string folder) : folder_(std::move(folder)) {}

  [[nodiscard]] std::string where() const override { return folder_ + "/journal.jsonl"; }
  void append(std::span<const std::string> entries,
              std::uint64_t fence,
              std::stop_token stop) override;
  std::vector<std::string> entries(std::stop_token stop) override;
  void cut(std::span<const std::string> kept, std::uint64_t fence, std::stop_token stop) override;

 private:
  std::string folder_;
  std::unique_ptr<AppendFile> file_;  // open while a run adds to it
};

/// flock on a file that also says who holds it. The kernel frees it when its holder dies.
class LocalLock : public engine::StateLock {
 public:
  explicit LocalLock(std::string folder) : folder_(std::move(folder)) {}
  LocalLock(const LocalLock&) = delete;
  LocalLock& operator=(const LocalLock&) = delete;
  ~LocalLock() override { release(); }

  std::variant<std::uint64_t, engine::LockInfo> acquire(const engine::LockInfo& mine,
                                                        std::stop_token stop) override;
  bool renew(std::stop_token /*stop*/) override { return fd_ >= 0; }
  void release() noexcept override;
  engine::LockStatus status(std::stop_token stop) override;
  /// What a process holds cannot be taken from it.
  void break_held(const std::string& id, std::stop_token stop) override;

 private:
  std::string folder_;
  int fd_ = -1;
  std::uint64_t fence_ = 0;
};

}  // namespace dgctl::providers
