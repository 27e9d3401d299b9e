#include <charconv>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <ostream>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <pthread.h>
#include <unistd.h>

#include "cmd/dgsim/certificate.h"
#include "cmd/dgsim/commands.h"
#include "cmd/dgsim/http_server.h"
#include "cmd/dgsim/rate_limit.h"
#include "engine/edges/error.h"
#include "providers/sim/workspace.h"

namespace dgctl::cmd {
namespace {

using providers::Request;
using providers::Response;
using std::chrono::milliseconds;

struct Address {
  std::string host;
  int port = 0;

  /// As a URL has it.
  [[nodiscard]] std::string authority(int actual_port) const {
    const bool is_v6 = host.find(':') != std::string::npos;
    return (is_v6 ? "[" + host + "]" : host) + ":" + std::to_string(actual_port);
  }
};

/// "127.0.0.1:8443", "[::1]:0"
Address address_from(const std::string& option, const std::string& text) {
  constexpr int kHighest = 65535;
  const std::size_t colon = text.rfind(':');
  Address address;
  if (colon != std::string::npos) {
    address.host = text.substr(0, colon);
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, address.port);
    if (error != std::errc() || stop != end) address.port = -1;
  }
  if (address.host.size() > 2 && address.host.front() == '[' && address.host.back() == ']') {
    address.host = address.host.substr(1, address.host.size() - 2);
  }
  if (address.host.empty() || address.port < 0 || address.port > kHighest) {
    throw CLI::ValidationError(option, "'" + text + "' is no HOST:PORT, as 127.0.0.1:0 is");
  }
  return address;
}

/// "20ms", "1s"
milliseconds time_from(const std::string& option, const std::string& text) {
  constexpr std::int64_t kLongest = 3'600'000;
  std::int64_t number = -1;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  const std::string unit(stop, end);
  const bool is_good = error == std::errc() && number >= 0 && (unit == "ms" || unit == "s");
  if (!is_good || number > kLongest / (unit == "s" ? 1000 : 1)) {
    throw CLI::ValidationError(option, "'" + text + "' is no time up to an hour, as 20ms or 2s is");
  }
  return milliseconds(unit == "s" ? number * 1000 : number);
}

/// What a client says it reached; anything that is no host is not repeated.
bool is_host(const std::string& text) {
  constexpr std::size_t kLongest = 255;
  return !text.empty() && text.size() <= kLongest &&
         text.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
             ".-:[]") == std::string::npos;
}

/// The workspace behind both servers.
class Origin {
 public:
  explicit Origin(const ServeOptions& options)
      : workspace_(providers::SimWorkspace::open(options.file)),
        scheme_(options.tls ? "https://" : "http://"),
        latency_(time_from("--latency", options.latency)),
        page_size_(options.page_size),
        limit_(options.rate_limit) {
    if (options.clock == "machine") workspace_->run_in_real_time();
  }

  std::optional<Response> answer(const Request& request, const std::string& host, bool is_account) {
    providers::sim::Arrival arrival;
    if (is_host(host)) arrival.origin = scheme_ + host;
    arrival.is_account = is_account;
    arrival.page_limit = page_size_;
    if (request.path.starts_with("/api/")) {
      arrival.refused_for_s = limit_.wait_s(std::chrono::steady_clock::now());
    }
    providers::Served served = workspace_->serve(request, arrival);
    wait(served.delay + latency_);
    return std::move(served.response);
  }

  /// Whoever waits is answered now.
  void stop() { stop_.request_stop(); }

  providers::SimWorkspace& workspace() { return *workspace_; }
  [[nodiscard]] const std::string& scheme() const { return scheme_; }

 private:
  void wait(milliseconds time) {
    if (time.count() <= 0) return;
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any never;
    never.wait_for(lock, stop_.get_token(), time, [] { return false; });
  }

  std::unique_ptr<providers::SimWorkspace> workspace_;
  std::string scheme_;
  milliseconds latency_;
  std::int64_t page_size_;
  RateLimit limit_;
  std::stop_source stop_;
};

/// A folder of this process alone, with what a client must trust; gone with it.
class TrustFolder {
 public:
  explicit TrustFolder(const std::string& authority) {
    std::string name = std::filesystem::temp_directory_path() / "dgsim-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) {
      throw engine::Error("cannot make a folder in " + name.substr(0, name.rfind('/')));
    }
    folder_ = name;
    std::ofstream file(path());
    file << authority;
    file.close();
    if (!file) throw engine::Error("cannot write " + path().string());
  }
  TrustFolder(const TrustFolder&) = delete;
  TrustFolder& operator=(const TrustFolder&) = delete;
  TrustFolder(TrustFolder&&) = delete;
  TrustFolder& operator=(TrustFolder&&) = delete;
  ~TrustFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  [[nodiscard]] std::filesystem::path path() const { return folder_ / "ca.pem"; }

 private:
  std::filesystem::path folder_;
};

/// From here on, in every thread that is made, these wait until somebody asks for them.
sigset_t block_signals() {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  return ends;
}

CommandText serve_text() {
  CommandText text{"serve", "Serve a workspace over HTTP", "dgsim serve workspace.json"};
  text.details =
      "For other programs, and for dgctl as it works on a real workspace. One line of JSON on "
      "standard output says when it listens and where: `url` for the workspace and its account, "
      "`account_url` for the account's console, which is a host of its own; `ca_file` is what a "
      "client must trust with --tls. `token` is a personal access token of the operator, "
      "`account_token` one for the account. Service principals log in with their secrets.\n\n"
      "Others may use the file at the same time. SIGINT or SIGTERM ends it; the file holds "
      "everything then.";
  text.more_examples = {
      {"dgsim serve workspace.json --listen 127.0.0.1:8443 --tls", "Over TLS, on a port of choice"},
      {"dgsim serve workspace.json --latency 20ms --rate-limit 15",
       "As slow and as strict as a workspace that is far away"}};
  text.exit_codes = exit_meanings();
  text.see_also = {"dgsim log", "dgsim call"};
  return text;
}

}  // namespace

int run_serve(const ServeOptions& options, const Streams& streams) {
  const Address at = address_from("--listen", options.listen);
  const Address account_at = address_from("--account-listen", options.account_listen);
  Origin origin(options);
  const sigset_t ends = block_signals();

  std::optional<Certificate> certificate;
  std::optional<TrustFolder> trust;
  if (options.tls) {
    certificate = make_certificate();
    trust.emplace(certificate->authority);
  }
  const Certificate* proof = certificate ? &*certificate : nullptr;
  HttpServer workspace(
      [&](const auto& request, const auto& host) { return origin.answer(request, host, false); },
      proof);
  HttpServer account(
      [&](const auto& request, const auto& host) { return origin.answer(request, host, true); },
      proof);
  const int port = workspace.start(at.host, at.port);
  const int account_port = account.start(account_at.host, account_at.port);

  nlohmann::ordered_json line{{"url", origin.scheme() + at.authority(port)},
                              {"host", at.host},
                              {"port", port},
                              {"account_url", origin.scheme() + account_at.authority(account_port)},
                              {"account_port", account_port}};
  if (trust) line["ca_file"] = trust->path().string();
  line["operator"] = origin.workspace().identity();
  line["token"] = origin.workspace().personal_token({});
  line["account_token"] = origin.workspace().account_token({});
  streams.out << line.dump() << '\n' << std::flush;

  int signal = 0;
  sigwait(&ends, &signal);
  origin.stop();
  workspace.stop();
  account.stop();
  return kDone;
}

void add_serve_command(CLI::App& app, const Streams& streams, int& exit_code) {
  const auto options = std::make_shared<ServeOptions>();  // lives as long as the callback
  CLI::App& command = add_command(app, serve_text(), [options, &streams, &exit_code] {
    exit_code = run_serve(*options, streams);
  });
  command.add_option("file", options->file, "The workspace file")->type_name("FILE")->required();
  command.add_option("--listen", options->listen, "Where to listen; port 0 takes any that is free")
      ->type_name("HOST:PORT");
  command
      .add_option(
          "--account-listen", options->account_listen, "Where the account's console listens")
      ->type_name("HOST:PORT");
  command.add_flag("--tls", options->tls, "HTTPS, with a certificate that is made for this run");
  command.add_option("--latency", options->latency, "How long each answer takes, 20ms for one")
      ->type_name("TIME");
  command
      .add_option("--page-size", options->page_size, "The most that a page holds; 0: as FILE says")
      ->type_name("N");
  command
      .add_option("--rate-limit",
                  options->rate_limit,
                  "Requests a second, the rest gets 429; 0: any number")
      ->type_name("N");
  command
      .add_option("--clock",
                  options->clock,
                  "Whether time goes by as on the machine, or a second a request as in FILE")
      ->check(CLI::IsMember({"machine", "file"}));
}

}  // namespace dgctl::cmd
