#include "providers/transport/telling.h"

namespace dgctl::providers {

Response TellingTransport::send(const Request& request, std::stop_token stop) {
  if (!say_) return inner_.send(request, std::move(stop));
  const auto began = clock_.steady();
  const std::string what = std::string(to_string(request.method)) + " " + request.path;
  const auto took = [&] {
    const auto time =
        std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady() - began);
    return " " + std::to_string(time.count()) + "ms";
  };
  try {
    Response response = inner_.send(request, std::move(stop));
    say_(what + " " + std::to_string(response.status) + took());
    return response;
  } catch (const engine::Error& error) {
    say_(what + " " + error.what() + took());
    throw;
  }
}

}  // namespace dgctl::providers
