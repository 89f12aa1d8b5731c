-- Sends the requests of a file in turn, prepared beforehand: method, path, cookie and body, separated by tabs.
-- Arguments: the file, and "once" when each request may be sent only once (the threads share them).

local counter = 0
local threads = {}

function setup(thread)
  thread:set("number", counter)
  counter = counter + 1
  table.insert(threads, thread)
end

function init(args)
  requests, place, once, refused = {}, 0, args[2] == "once", 0
  local shares, line_number = tonumber(args[3]), 0
  for line in io.lines(args[1]) do
    if not once or line_number % shares == number then
      local method, path, cookie, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
      local headers = { ["Accept-Encoding"] = "gzip, br" }
      if cookie ~= "" then headers["Cookie"] = cookie end
      if body ~= "" then headers["Content-Type"] = "application/x-www-form-urlencoded" end
      table.insert(requests, wrk.format(method, path, headers, body ~= "" and body or nil))
    end
    line_number = line_number + 1
  end
end

function request()
  place = place + 1
  if place > #requests then
    if once then wrk.thread:stop() end
    place = 1
  end
  return requests[place]
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    "RESULT {\"requests\": %d, \"microseconds\": %d, \"p50\": %d, \"p99\": %d, \"bytes\": %d, \"bad\": %d, \"broken\": %d}\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), summary.bytes,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
