#pragma once

#include <condition_variable>
#include <optional>
#include <string>

#include "providers/curl/curl_transport.h"
#include "providers/curl/failure.h"
#include "providers/curl/gunzip.h"

struct curl_slist;  // NOLINT(readability-identifier-naming): the library's name

namespace dgctl::providers {

/// One request on its way: what curl is told about it, and what came back so far. While the loop
/// has it, only the loop's thread touches what came back.
class Exchange {
 public:
  /// `easy`: a fresh or reset handle of libcurl (CURL*), which outlives this. Throws engine::Error
  /// for a request that is none.
  Exchange(void* easy, const CurlOptions& options, const Origin& origin, const Request& request);
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  ~Exchange();

  [[nodiscard]] void* easy() const { return easy_; }
  /// It has its turn.
  void begin() { failure_.was_started = true; }
  /// It is over: `curl_code` is the CURLcode that it ended with.
  void end(int curl_code);
  /// It is over before curl was done with it.
  void cut();

  /// The answer. Throws TransportError if there is none.
  Response answer();

  /// The loop's, under its mutex.
  struct Turn {
    bool is_finished = false;
    std::condition_variable_any changed;
  };
  Turn turn;

 private:
  void set_request();
  void set_headers();
  void set_connection(const CurlOptions& options);
  void set_trust(const CurlOptions& options);
  void read_facts();
  bool begin_body();
  bool take_header(std::string_view line);
  bool take_body(std::string_view piece);
  bool append(std::string_view piece);
  int before_sending();
  void stop_for(Failure::Ended why);

  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static int on_sending(void* self, char*, char*, int, int);

  void* easy_;
  const Request& request_;
  const Origin& origin_;
  Limits limits_;
  curl_slist* headers_ = nullptr;
  std::string url_;
  std::string curl_words_;  ///< CURLOPT_ERRORBUFFER
  std::size_t head_bytes_ = 0;
  bool head_ended_ = false;
  bool body_began_ = false;
  std::optional<Gunzip> gunzip_;
  Response response_;
  Failure failure_;
  bool is_answered_ = false;
};

}  // namespace dgctl::providers
