#include "providers/curl/curl_transport.h"

#include <array>
#include <cstdlib>

#include "providers/curl/exchange.h"
#include "providers/curl/library.h"
#include "providers/curl/loop.h"
#include "providers/curl/origin.h"

namespace dgctl::providers {
namespace {

/// A handle of libcurl for as long as one request takes.
class Handle {
 public:
  explicit Handle(Loop& loop) : loop_(loop), easy_(loop.acquire()) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { loop_.release(easy_); }

  [[nodiscard]] void* get() const { return easy_; }

 private:
  Loop& loop_;
  void* easy_;
};

Origin allowed_origin(const CurlOptions& options) {
  Origin origin = origin_of(options.origin);
  if (!options.verify && !origin.is_loopback) {
    throw engine::Error("cannot send requests to " + origin.text +
                        " without looking at its certificate: that is for this machine only");
  }
  use_library();
  return origin;
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

/// In libcurl's order; no other requests than https ones go through a proxy.
void use_proxy(CurlOptions& options) {
  for (const char* name : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
    const std::string value = variable(name);
    if (value.empty()) continue;
    options.proxy_variable = name;
    options.proxy_has_login = value.find('@') != std::string::npos;
    return;
  }
}

}  // namespace

struct CurlTransport::Parts {
  explicit Parts(CurlOptions chosen)
      : options(std::move(chosen)), origin(allowed_origin(options)), loop(options.connections) {}

  CurlOptions options;
  Origin origin;
  Loop loop;
};

CurlTransport::CurlTransport(CurlOptions options)
    : parts_(std::make_unique<Parts>(std::move(options))) {}
CurlTransport::~CurlTransport() = default;

Response CurlTransport::send(const Request& request, std::stop_token stop) {
  const auto stopped = [&] {
    return engine::StoppedError("interrupted while waiting for " + parts_->origin.text +
                                " to answer " + name_of(request));
  };
  if (stop.stop_requested()) throw stopped();
  const auto deadline = std::chrono::steady_clock::now() + request.timeout;
  const Handle handle(parts_->loop);
  Exchange exchange(handle.get(), parts_->options, parts_->origin, request);
  if (parts_->loop.run(exchange, deadline, stop) == Loop::Ran::Stopped) throw stopped();
  return exchange.answer();
}

void use_environment(CurlOptions& options) {
  use_proxy(options);
  const std::string bundle = variable("CURL_CA_BUNDLE");
  if (!bundle.empty()) {
    options.ca_file = bundle;
    return;
  }
  const std::string folder = variable("SSL_CERT_DIR");
  if (!folder.empty()) options.ca_folder = folder;
  const std::string file = variable("SSL_CERT_FILE");
  if (!file.empty()) options.ca_file = file;
}

}  // namespace dgctl::providers
