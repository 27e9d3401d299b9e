#include "providers/sim/snapshot_file.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "providers/sim/json.h"
#include "providers/sim/open_file.h"
#include "providers/sim/workspace_file_error.h"
#include "providers/sim/workspace_text.h"

namespace dgctl::providers::sim {
namespace {

namespace fs = std::filesystem;

void write_all(int descriptor, const std::string& text, const fs::path& path) {
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t written = write(descriptor, text.data() + done, text.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw WorkspaceFileError(system_message("cannot write", path));
    done += static_cast<std::size_t>(written);
  }
}

void sync(int descriptor, const fs::path& path) {
  if (fsync(descriptor) != 0) throw WorkspaceFileError(system_message("cannot sync", path));
}

mode_t mode_of(const fs::path& file) {
  constexpr mode_t kDefault = 0644;
  constexpr mode_t kPermissions = 0777;
  struct stat status{};
  return stat(file.c_str(), &status) == 0 ? status.st_mode & kPermissions : kDefault;
}

}  // namespace

fs::path beside(const fs::path& file, const char* suffix) {
  fs::path path = file;
  path += suffix;
  return path;
}

std::string read_snapshot_text(const fs::path& file) {
  const Descriptor in = open_file("cannot read", file, O_RDONLY);
  if (in.number() < 0) throw WorkspaceFileError(system_message("cannot read", file));
  return bytes_of(in, file, 0, size_of(in, file));
}

State state_of(const std::string& text, const fs::path& file) {
  try {
    return read_workspace(text);
  } catch (const JsonError& error) {
    throw WorkspaceFileError(file.string() + ": " + error.what());
  }
}

fs::path checked_snapshot(const fs::path& file) {
  state_of(read_snapshot_text(file), file);
  return fs::canonical(file);
}

void replace_snapshot(const fs::path& file, const std::string& text) {
  const fs::path fresh = beside(file, ".new");
  {
    // What a fold that died left, or somebody else put there, and be it a pipe.
    std::error_code ignored;
    fs::remove(fresh, ignored);
    const Descriptor out(
        open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_of(file)));
    if (out.number() < 0) throw WorkspaceFileError(system_message("cannot write", fresh));
    write_all(out.number(), text, fresh);
    sync(out.number(), fresh);
  }
  fs::rename(fresh, file);
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  const Descriptor directory(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.number() >= 0) sync(directory.number(), folder);
}

}  // namespace dgctl::providers::sim
