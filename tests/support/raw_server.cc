#include "tests/support/raw_server.h"

#include <array>
#include <stdexcept>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace dgctl::tests {

RawClient::~RawClient() { close(); }

void RawClient::close() {
  if (fd_ < 0) return;
  closing_();
  ::close(fd_);
  fd_ = -1;
}

bool RawClient::secure(SSL_CTX& context) {
  tls_.reset(SSL_new(&context));
  return tls_ != nullptr && SSL_set_fd(tls_.get(), fd_) == 1 && SSL_accept(tls_.get()) == 1;
}

long RawClient::read_some(char* into, std::size_t most) const {
  return tls_ == nullptr ? ::read(fd_, into, most)
                         : SSL_read(tls_.get(), into, static_cast<int>(most));
}

std::string RawClient::read_request() {
  const auto length_of = [](const std::string& head) -> std::size_t {
    const std::size_t at = head.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
  };
  for (;;) {
    const std::size_t end = rest_.find("\r\n\r\n");
    if (end != std::string::npos) {
      const std::size_t whole = end + 4 + length_of(rest_.substr(0, end));
      if (rest_.size() >= whole) {
        std::string request = rest_.substr(0, whole);
        rest_.erase(0, whole);
        return request;
      }
    }
    std::array<char, 4096> piece{};
    const long got = read_some(piece.data(), piece.size());
    if (got <= 0) return {};
    rest_.append(piece.data(), static_cast<std::size_t>(got));
  }
}

bool RawClient::write(const std::string& bytes) const {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const char* rest = bytes.data() + done;
    const std::size_t size = bytes.size() - done;
    const long wrote = tls_ == nullptr ? ::send(fd_, rest, size, MSG_NOSIGNAL)
                                       : SSL_write(tls_.get(), rest, static_cast<int>(size));
    if (wrote <= 0) return false;
    done += static_cast<std::size_t>(wrote);
  }
  return true;
}

void RawClient::wait_for_end() const {
  std::array<char, 4096> piece{};
  while (read_some(piece.data(), piece.size()) > 0) {
  }
}

void RawClient::reset() {
  const linger at_once{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

RawServer::RawServer(std::function<void(RawClient&)> serve)
    : serve_(std::move(serve)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* general = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, general, size) != 0 || ::listen(listener_, 128) != 0 ||
      ::getsockname(listener_, general, &size) != 0) {
    throw std::runtime_error("cannot listen on 127.0.0.1");
  }
  port_ = ntohs(address.sin_port);
  accepting_ = std::thread([this] {
    for (;;) {
      const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) return;
      const std::scoped_lock lock(mutex_);
      open_.insert(fd);
      threads_.emplace_back([this, fd] {
        RawClient client(fd, [this, fd] {
          const std::scoped_lock closing(mutex_);
          open_.erase(fd);
        });
        serve_(client);
      });
    }
  });
}

RawServer::~RawServer() {
  ::shutdown(listener_, SHUT_RDWR);
  accepting_.join();
  {
    const std::scoped_lock lock(mutex_);
    for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
  }
  for (std::thread& thread : threads_) thread.join();
  ::close(listener_);
}

}  // namespace dgctl::tests
