#include "providers/state/local.h"

#include <array>
#include <csignal>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/edges/error.h"
#include "tests/support/process.h"

namespace dgctl::providers {
namespace {

/// The folders that fsync was called for since the last clear(), in order.
std::vector<std::string>& synced_folders() {
  static std::vector<std::string> folders;
  return folders;
}

}  // namespace
}  // namespace dgctl::providers

// In the place of libc's: a power cut cannot be tried, so what is synced is looked at.
extern "C" int fsync(int fd) {
  struct stat info{};
  if (::fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
    dgctl::providers::synced_folders().push_back(
        std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(fd)).string());
  }
  return static_cast<int>(::syscall(SYS_fsync, fd));
}

namespace dgctl::providers {
namespace {

using tests::file_text;
using tests::ScratchFolder;

std::string state(std::uint64_t serial) {
  return R"({"lineage": "a", "serial": )" + std::to_string(serial) + "}\n";
}

std::uint64_t locked(LocalLock& lock) {
  const auto answer = lock.acquire({"id", "apply", "ada", "now"}, {});
  REQUIRE(std::holds_alternative<std::uint64_t>(answer));
  return std::get<std::uint64_t>(answer);
}

TEST_CASE("a state is written at once, with the one before it kept", "[local]") {
  ScratchFolder scratch;
  const std::string folder = (scratch.path() / "deep" / "down").string();
  LocalStateStore store(folder);
  CHECK_FALSE(store.load({}));
  CHECK_FALSE(std::filesystem::exists(folder));
  LocalLock lock(folder);
  const std::uint64_t fence = locked(lock);
  const engine::Version first = store.save(state(1), {}, fence, {});
  const engine::Version second = store.save(state(2), first, fence, {});
  CHECK(second.serial == 2);
  CHECK(store.load({}).value_or(std::pair<std::string, engine::Version>()).first == state(2));
  CHECK(file_text(folder + "/state.json.backup") == state(1));
  struct stat info{};
  REQUIRE(::stat((folder + "/state.json").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777U) == 0600U);
}

TEST_CASE("a state that somebody else wrote is not overwritten", "[local]") {
  ScratchFolder scratch;
  LocalStateStore store(scratch.path().string());
  LocalLock lock(scratch.path().string());
  const std::uint64_t fence = locked(lock);
  const engine::Version first = store.save(state(1), {}, fence, {});
  store.save(state(2), first, fence, {});
  CHECK_THROWS_AS(store.save(state(2), first, fence, {}), engine::StateConflictError);
  CHECK_THROWS_AS(store.save(state(3), {"b", 2, ""}, fence, {}), engine::StateConflictError);
}

TEST_CASE("an owner that lost its lock cannot write", "[local]") {
  ScratchFolder scratch;
  LocalStateStore store(scratch.path().string());
  LocalLock first(scratch.path().string());
  const std::uint64_t old_fence = locked(first);
  first.release();
  LocalLock second(scratch.path().string());
  CHECK(locked(second) > old_fence);
  CHECK_THROWS_AS(store.save(state(1), {}, old_fence, {}), engine::StateConflictError);
}

TEST_CASE("a second run learns who holds the lock", "[local]") {
  ScratchFolder scratch;
  LocalLock first(scratch.path().string());
  locked(first);
  LocalLock second(scratch.path().string());
  const auto answer = second.acquire({"other", "plan", "bob", "later"}, {});
  REQUIRE(std::holds_alternative<engine::LockInfo>(answer));
  CHECK(std::get<engine::LockInfo>(answer).who == "ada");
  first.release();
  locked(second);
}

/// A process that takes the lock, says so, and holds it until it is ended.
class Holder {
 public:
  explicit Holder(const std::string& folder) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    child_ = ::fork();
    if (child_ < 0) throw std::runtime_error("no process");
    if (child_ == 0) {
      LocalLock lock(folder);
      lock.acquire({"theirs", "apply", "bob pid " + std::to_string(::getpid()), "now"}, {});
      [[maybe_unused]] const ssize_t written = ::write(ends[1], "x", 1);
      for (;;) ::pause();
    }
    char byte = 0;
    [[maybe_unused]] const ssize_t got = ::read(ends[0], &byte, 1);
    ::close(ends[0]);
    ::close(ends[1]);
  }
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;
  ~Holder() { end(); }
  [[nodiscard]] pid_t pid() const { return child_; }
  void end() {
    if (child_ <= 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(std::exchange(child_, -1), nullptr, 0);
  }

 private:
  pid_t child_ = -1;
};

TEST_CASE("the lock of a process that lives cannot be broken and ends with it", "[local]") {
  ScratchFolder scratch;
  const std::string folder = scratch.path().string();
  Holder holder(folder);
  LocalLock lock(folder);
  const engine::LockStatus status = lock.status({});
  CHECK(status.is_held);
  CHECK(status.holder ==
        engine::LockInfo{"theirs", "apply", "bob pid " + std::to_string(holder.pid()), "now"});
  CHECK_THROWS_AS(lock.break_held("theirs", {}), engine::LockHeldError);
  lock.break_held("another", {});
  CHECK(lock.status({}).is_held);

  holder.end();
  const engine::LockStatus left = lock.status({});
  CHECK_FALSE(left.is_held);
  CHECK(left.holder.id == "theirs");
  lock.break_held("another", {});
  CHECK(lock.status({}) == left);
  lock.break_held("theirs", {});
  CHECK(lock.status({}) == engine::LockStatus{});
  // The fence does not fall back.
  CHECK(locked(lock) == 2);
}

TEST_CASE("a lock that nobody ever took is held by nobody and makes no folder", "[local]") {
  ScratchFolder scratch;
  LocalLock lock((scratch.path() / "none").string());
  CHECK(lock.status({}) == engine::LockStatus{});
  lock.break_held("id", {});
  CHECK_FALSE(std::filesystem::exists(scratch.path() / "none"));
  locked(lock);
  CHECK(lock.status({}).is_held);
  lock.release();
  CHECK(lock.status({}) == engine::LockStatus{});
}

TEST_CASE("a damaged state is told with where the one before it is", "[local]") {
  ScratchFolder scratch;
  tests::write_text(scratch.path() / "state.json", "{\"lineage\": ");
  LocalStateStore store(scratch.path().string());
  std::string message;
  try {
    store.load({});
  } catch (const engine::CorruptError& error) {
    message = error.what();
  }
  CHECK(message == "cannot read the state " + scratch.path().string() +
                       "/state.json: it is damaged; put back a copy of it, or the one before it, "
                       "which is " +
                       scratch.path().string() + "/state.json.backup");
}

TEST_CASE("a state that is no regular file is refused and not waited for", "[local]") {
  ScratchFolder scratch;
  REQUIRE(::mkfifo((scratch.path() / "state.json").c_str(), 0600) == 0);
  LocalStateStore store(scratch.path().string());
  CHECK_THROWS_AS(store.load({}), engine::Error);
}

TEST_CASE("journal entries are lines, and a cut leaves just those that are kept", "[local]") {
  ScratchFolder scratch;
  LocalJournalStore journal(scratch.path().string());
  CHECK(journal.entries({}).empty());
  const std::vector<std::string> begin{"begin"};
  journal.cut(begin, 1, {});
  const std::vector<std::string> more{"one", "two"};
  journal.append(more, 1, {});
  CHECK(journal.entries({}) == std::vector<std::string>{"begin", "one", "two"});
  const std::vector<std::string> kept{"begin", "two"};
  journal.cut(kept, 1, {});
  journal.append(begin, 1, {});
  CHECK(journal.entries({}) == std::vector<std::string>{"begin", "two", "begin"});
  journal.cut({}, 1, {});
  CHECK_FALSE(std::filesystem::exists(scratch.path() / "journal.jsonl"));
}

TEST_CASE("a symbolic link in the place of a file is replaced and never followed", "[local]") {
  ScratchFolder scratch;
  tests::write_text(scratch.path() / "elsewhere", "theirs");
  std::filesystem::create_symlink(scratch.path() / "elsewhere", scratch.path() / "state.json");
  replace_file((scratch.path() / "state.json").string(), "ours");
  CHECK(file_text(scratch.path() / "elsewhere") == "theirs");
  CHECK(file_text(scratch.path() / "state.json") == "ours");
  std::filesystem::create_symlink(scratch.path() / "elsewhere", scratch.path() / "other.new");
  replace_file((scratch.path() / "other").string(), "ours");
  CHECK(file_text(scratch.path() / "elsewhere") == "theirs");
  CHECK(file_text(scratch.path() / "other") == "ours");
}

TEST_CASE("a state that is a symbolic link is refused and what it leads to stays", "[local]") {
  ScratchFolder scratch;
  tests::write_text(scratch.path() / "elsewhere", "theirs");
  std::filesystem::create_symlink(scratch.path() / "elsewhere", scratch.path() / "state.json");
  LocalStateStore store(scratch.path().string());
  CHECK_THROWS_AS(store.load({}), engine::Error);
  CHECK(file_text(scratch.path() / "elsewhere") == "theirs");
}

TEST_CASE("a file is its owner's only whatever a killed run or somebody else left", "[local]") {
  ScratchFolder scratch;
  const std::string path = (scratch.path() / "plan.json").string();
  tests::write_text(path, "the one before");
  REQUIRE(::chmod(path.c_str(), 0666) == 0);
  tests::write_text(path + ".new", "half of one that is longer than the new one");
  REQUIRE(::chmod((path + ".new").c_str(), 0666) == 0);
  replace_file(path, "whole");
  CHECK(file_text(path) == "whole");
  struct stat info{};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777U) == 0600U);
  CHECK_FALSE(std::filesystem::exists(path + ".new"));
}

TEST_CASE("a new folder is synced into the one above it", "[local]") {
  ScratchFolder scratch;
  const std::filesystem::path top = std::filesystem::canonical(scratch.path());
  std::filesystem::create_directories(top / "there");
  synced_folders().clear();
  make_folder((top / "there" / "new" / "below").string());
  CHECK(synced_folders() == std::vector<std::string>{top / "there", top / "there" / "new"});
  synced_folders().clear();
  make_folder((top / "there" / "new" / "below").string());
  CHECK(synced_folders().empty());
}

TEST_CASE("a folder that cannot be written to is an error that names it", "[local]") {
  ScratchFolder scratch;
  tests::write_text(scratch.path() / "file", "");
  std::string message;
  try {
    make_folder((scratch.path() / "file" / "below").string());
  } catch (const engine::Error& error) {
    message = error.what();
  }
  CHECK(message ==
        "cannot make " + (scratch.path() / "file" / "below").string() + ": Not a directory");
}

}  // namespace
}  // namespace dgctl::providers
