#include "providers/sim/workspace_files.h"

#include <cerrno>

#include <fcntl.h>

#include "providers/sim/file_lock.h"
#include "providers/sim/line_file.h"
#include "providers/sim/snapshot_file.h"
#include "providers/sim/store.h"
#include "providers/sim/timestamp.h"
#include "providers/sim/workspace_text.h"

namespace dgctl::providers {

namespace fs = std::filesystem;

std::string empty_workspace() { return sim::write_workspace(sim::read_workspace("{}")); }

void create_workspace_file(const fs::path& file, const std::string& text, bool replace) {
  constexpr mode_t kMode = 0644;
  const sim::Descriptor made(open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode));
  if (made.number() < 0 && (errno != EEXIST || !replace)) {
    throw WorkspaceFileError(sim::system_message("cannot make", file));
  }
  // Renaming over a pipe or a device would put a file in its place.
  if (made.number() < 0) sim::open_file("cannot replace", file, O_RDONLY);
  sim::LineFile requests(sim::beside(file, ".requests"));
  const sim::FileLock lock{requests.descriptor(), requests.path()};
  lock.take(sim::kTurnByte);
  if (!lock.try_take(sim::kUseByte)) throw WorkspaceFileError(file.string() + " is in use");
  fs::remove(sim::beside(file, ".log"));
  requests.clear();
  sim::replace_snapshot(file, text);
}

std::vector<sim::RequestEntry> read_request_log(const fs::path& file) {
  return sim::read_entries(sim::beside(sim::checked_snapshot(file), ".requests"));
}

std::string timestamp(const sim::RequestEntry& entry) { return sim::timestamp_text(entry.at_ms); }

}  // namespace dgctl::providers
