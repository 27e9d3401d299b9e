// How many requests `dgsim serve` answers a second: the connections are kept, and each makes its
// next request when the last was answered.
//
//     serve_bench PORT TOKEN [CONNECTIONS [SECONDS [PATH]]]
//
// With PATCH:CATALOG as PATH every request changes the comment of that catalog.

#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;

int connected(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return -1;
  }
  return socket;
}

/// How long the whole answer is, once its head is there; 0 before.
std::size_t length_of(std::string_view answer) {
  constexpr std::string_view kLength = "Content-Length: ";
  const std::size_t head = answer.find("\r\n\r\n");
  const std::size_t at = answer.find(kLength);
  if (head == std::string_view::npos || at > head) return 0;
  std::size_t length = 0;
  std::from_chars(answer.data() + at + kLength.size(), answer.data() + head, length);
  return head + 4 + length;
}

/// Whether it was answered with 200.
bool exchange(int socket, const std::string& request, std::string& answer) {
  if (::send(socket, request.data(), request.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(request.size())) {
    return false;
  }
  answer.clear();
  char buffer[16384];
  for (std::size_t whole = 0; whole == 0 || answer.size() < whole; whole = length_of(answer)) {
    const ssize_t got = ::recv(socket, buffer, sizeof buffer, 0);
    if (got <= 0) return false;
    answer.append(buffer, static_cast<std::size_t>(got));
  }
  return answer.starts_with("HTTP/1.1 200 ");
}

std::string request_text(const std::string& path, const std::string& token) {
  constexpr std::string_view kChange = "PATCH:";
  const bool changes = path.starts_with(kChange);
  const std::string body = changes ? R"({"comment":"of the benchmark"})" : "";
  return (changes ? "PATCH /api/2.1/unity-catalog/catalogs/" + path.substr(kChange.size())
                  : "GET " + path) +
         " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token +
         (changes ? "\r\nContent-Type: application/json\r\nContent-Length: " +
                        std::to_string(body.size())
                  : "") +
         "\r\n\r\n" + body;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 4;
  const int port = std::atoi(argv[1]);
  const int connections = argc > 3 ? std::atoi(argv[3]) : 32;
  const int seconds = argc > 4 ? std::atoi(argv[4]) : 5;
  const std::string path =
      argc > 5 ? argv[5] : "/api/2.1/unity-catalog/permissions/catalog/sales?max_results=0";
  const std::string request = request_text(path, argv[2]);
  std::atomic<long> answered = 0;
  std::atomic<long> failed = 0;
  const auto begin = Clock::now();
  const auto end = begin + std::chrono::seconds(seconds);
  std::vector<std::thread> threads;
  for (int i = 0; i < connections; ++i) {
    threads.emplace_back([&] {
      const int socket = connected(port);
      std::string answer;
      while (Clock::now() < end) {
        if (!exchange(socket, request, answer)) {
          ++failed;
          break;
        }
        ++answered;
      }
      ::close(socket);
    });
  }
  for (std::thread& thread : threads) thread.join();
  const double took = std::chrono::duration<double>(Clock::now() - begin).count();
  std::cout << connections << " connections, " << answered << " requests in " << took
            << " s: " << static_cast<long>(static_cast<double>(answered) / took) << " a second, "
            << failed << " failed\n";
  return failed == 0 ? 0 : 1;
}
