#include "providers/system/standard_streams.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <iostream>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "engine/edges/error.h"

namespace dgctl::providers {
namespace {

constexpr std::size_t kPendingBytes = 65536;

}  // namespace

void prepare_standard_streams() {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
    if (::fcntl(fd, F_GETFD) >= 0 || errno != EBADF) continue;
    // The lowest free number is this one. For reading only: a write still fails, and is told of.
    if (::open("/dev/null", O_RDONLY) != fd) {
      throw engine::Error("cannot open /dev/null in place of a closed standard stream");
    }
  }
  std::signal(SIGPIPE, SIG_IGN);
}

OutputBuffer::OutputBuffer(int fd) : fd_(fd), pending_(kPendingBytes) {
  setp(pending_.data(), pending_.data() + pending_.size());
}

OutputBuffer::int_type OutputBuffer::overflow(int_type next) {
  if (!write_out()) return traits_type::eof();
  if (!traits_type::eq_int_type(next, traits_type::eof())) sputc(traits_type::to_char_type(next));
  return traits_type::not_eof(next);
}

int OutputBuffer::sync() { return write_out() ? 0 : -1; }

bool OutputBuffer::write_out() {
  const char* at = pbase();
  while (at != pptr() && !reader_left_ && failure_.empty()) {
    const ssize_t written = ::write(fd_, at, static_cast<std::size_t>(pptr() - at));
    if (written >= 0) {
      at += written;
    } else if (errno == EAGAIN) {  // a terminal that somebody else made non-blocking
      pollfd writable{fd_, POLLOUT, 0};
      ::poll(&writable, 1, -1);
    } else if (errno == EPIPE) {
      reader_left_ = true;
    } else if (errno != EINTR) {
      failure_ = std::strerror(errno);
    }
  }
  setp(pending_.data(), pending_.data() + pending_.size());
  return failure_.empty();
}

StandardOutput::StandardOutput() : std::ostream(nullptr), buffer_(STDOUT_FILENO) {
  rdbuf(&buffer_);
  std::cerr.tie(this);
}

StandardOutput::~StandardOutput() {
  flush();
  std::cerr.tie(nullptr);
}

std::string why_lost(std::ostream& stream) {
  if (stream.flush()) return {};
  const auto* buffer = dynamic_cast<const OutputBuffer*>(stream.rdbuf());
  return buffer == nullptr || buffer->failure().empty() ? "it failed" : buffer->failure();
}

}  // namespace dgctl::providers
