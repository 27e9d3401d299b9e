#include "providers/sim/file_lock.h"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

#include "providers/sim/open_file.h"
#include "providers/sim/workspace_file_error.h"

namespace dgctl::providers::sim {
namespace {

/// Whether it was done; false only for what does not wait.
bool lock(const FileLock& on, int command, short type, long byte) {
  struct flock range{};
  range.l_type = type;
  range.l_whence = SEEK_SET;
  range.l_start = byte;
  range.l_len = 1;
  while (fcntl(on.descriptor, command, &range) != 0) {
    if (errno == EINTR) continue;
    if (command == F_OFD_SETLK && (errno == EAGAIN || errno == EACCES)) return false;
    throw WorkspaceFileError(system_message("cannot lock", on.file));
  }
  return true;
}

}  // namespace

void FileLock::take(long byte) const { lock(*this, F_OFD_SETLKW, F_WRLCK, byte); }

void FileLock::release(long byte) const { lock(*this, F_OFD_SETLK, F_UNLCK, byte); }

void FileLock::share(long byte) const { lock(*this, F_OFD_SETLKW, F_RDLCK, byte); }

bool FileLock::try_take(long byte) const { return lock(*this, F_OFD_SETLK, F_WRLCK, byte); }

}  // namespace dgctl::providers::sim
