#include "providers/sim/store.h"

#include "engine/digest/sha256.h"
#include "providers/sim/file_lock.h"
#include "providers/sim/reader.h"
#include "providers/sim/snapshot_file.h"
#include "providers/sim/workspace_file_error.h"
#include "providers/sim/workspace_text.h"

namespace dgctl::providers::sim {
namespace {

namespace fs = std::filesystem;

constexpr const char* kBase = "base";      ///< first line of a log: the snapshot it continues
constexpr const char* kFolded = "folded";  ///< before a fold: the snapshot that is to be

std::string marker(const char* name, const std::string& digest) {
  Members out;
  put(out, name, digest);
  return to_text(Json{std::move(out)});
}

/// Runs `read` on what stands in a line.
template <class Read>
auto read_line_of(const fs::path& path, Read&& read) {
  try {
    return std::forward<Read>(read)();
  } catch (const JsonError& error) {
    throw WorkspaceFileError(path.string() + ": " + error.what());
  }
}

RequestLine request_line_of(const fs::path& path, const std::string& line) {
  return read_line_of(path, [&] { return read_request_line(line); });
}

}  // namespace

Store::Turn::Turn(const Store& store) : store_(store) {
  FileLock{store_.requests_.descriptor(), store_.requests_.path()}.take(kTurnByte);
}

Store::Turn::~Turn() {
  FileLock{store_.requests_.descriptor(), store_.requests_.path()}.release(kTurnByte);
}

Store::Store(const fs::path& file)
    : file_(checked_snapshot(file)), requests_(beside(file_, ".requests")) {}

World Store::load() {
  FileLock{requests_.descriptor(), requests_.path()}.share(kUseByte);
  log_ = LineFile(beside(file_, ".log"));
  const std::string text = read_snapshot_text(file_);
  digest_ = engine::sha256(text);
  World world(state_of(text, file_));
  std::vector<std::string> lines = log_.read_new();
  if (is_folded_already(lines)) {
    log_.clear();
    lines.clear();
  }
  const std::vector<RequestEntry> changes = replay(world, lines);
  const std::string last = requests_.skip_to_last();
  const Progress progress =
      last.empty() ? Progress{} : request_line_of(requests_.path(), last).after;
  world.catch_up(progress);
  add_unanswered(world, progress.requests, changes);
  return world;
}

void Store::catch_up(World& world) {
  const std::int64_t known = world.progress().requests;
  const std::vector<RequestEntry> changes = replay(world, log_.read_new());
  Progress progress;
  progress.requests = known;
  const std::vector<std::string> lines = requests_.read_new();
  if (!lines.empty()) progress = request_line_of(requests_.path(), lines.back()).after;
  world.catch_up(progress);
  add_unanswered(world, progress.requests, changes);
}

std::vector<RequestEntry> Store::replay(World& world, const std::vector<std::string>& lines) {
  std::vector<RequestEntry> changes;
  for (const std::string& line : lines) {
    const Json json = read_line_of(log_.path(), [&] { return parse_json(line); });
    const Members& members = members_at(json, "");
    if (find_member(members, kFolded) != nullptr) continue;
    if (const Json* base = find_member(members, kBase)) {
      if (text_at(*base, kBase) == digest_) continue;
      throw WorkspaceFileError(log_.path().string() + " continues another version of " +
                               file_.string() +
                               "; put that back, or remove the log with what it holds");
    }
    const std::vector<RequestEntry> done =
        world.replay(read_line_of(log_.path(), [&] { return read_record(json); }));
    changes.insert(changes.end(), done.begin(), done.end());
  }
  return changes;
}

bool Store::is_folded_already(const std::vector<std::string>& lines) const {
  return !lines.empty() && lines.back() == marker(kFolded, digest_);
}

void Store::add_unanswered(const World& world,
                           std::int64_t last_number,
                           const std::vector<RequestEntry>& changes) {
  std::vector<RequestEntry> missing;
  for (const RequestEntry& entry : changes) {
    if (entry.number > last_number) missing.push_back(entry);
  }
  if (!missing.empty()) append_entries(world, missing);
}

void Store::append_entries(const World& world, const std::vector<RequestEntry>& entries) {
  std::vector<std::string> lines;
  lines.reserve(entries.size());
  for (const RequestEntry& entry : entries) {
    lines.push_back(request_line_text({world.progress(), entry}));
  }
  requests_.append(lines);
}

void Store::append(const World& world, const Outcome& outcome) {
  if (outcome.record.changes_something()) {
    std::vector<std::string> lines;
    if (log_.is_at_start()) lines.push_back(marker(kBase, digest_));
    lines.push_back(record_text(outcome.record));
    log_.append(lines);
  }
  append_entries(world, outcome.entries);
}

void Store::append_progress(const World& world) {
  requests_.append({request_line_text({world.progress(), std::nullopt})});
}

void Store::leave(World& world) {
  catch_up(world);
  world.settle();
  const FileLock lock{requests_.descriptor(), requests_.path()};
  if (lock.try_take(kUseByte)) {
    if (!log_.is_at_start() && world.can_be_folded()) fold(world);
    if (log_.is_at_start()) fs::remove(log_.path());
  }
  // Within the turn: of two that leave, the second has to see that the first is gone.
  lock.release(kUseByte);
}

void Store::fold(const World& world) {
  if (engine::sha256(read_snapshot_text(file_)) != digest_) {
    throw WorkspaceFileError(file_.string() + " was edited while it was in use; what happened " +
                             "since stands in " + log_.path().string());
  }
  const std::string text = write_workspace(world.state());
  log_.append({marker(kFolded, engine::sha256(text))});
  replace_snapshot(file_, text);
  log_.clear();
}

std::vector<RequestEntry> Store::requests() const { return read_entries(requests_.path()); }

std::vector<RequestEntry> read_entries(const fs::path& path) {
  std::vector<RequestEntry> entries;
  for (const std::string& line : read_lines(path)) {
    RequestLine read = request_line_of(path, line);
    if (read.entry) entries.push_back(*std::move(read.entry));
  }
  return entries;
}

}  // namespace dgctl::providers::sim
