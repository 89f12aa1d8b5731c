-- The way of a citizen who looks after a request: number and code are sent, then the page is read with the cookie given.
-- Argument: a file of requests, see send.lua. The page is the path one is sent on to.

function init(args)
  requests, place, waiting = {}, 0, {}
  for line in io.lines(args[1]) do
    local method, path, cookie, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
    table.insert(requests, wrk.format(method, path, {
      ["Accept-Encoding"] = "gzip, br", ["Cookie"] = cookie, ["Content-Type"] = "application/x-www-form-urlencoded",
    }, body))
  end
end

function request()
  local onward = table.remove(waiting)
  if onward then return onward end
  place = place % #requests + 1
  return requests[place]
end

function response(status, headers, _)
  if status ~= 303 then return end
  local found = {}
  for name, value in pairs(headers) do found[name:lower()] = value end
  local cookie = found["set-cookie"]:match("^[^;]*")
  table.insert(waiting, wrk.format("GET", found["location"], { ["Accept-Encoding"] = "gzip, br", ["Cookie"] = cookie }))
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    "RESULT {\"requests\": %d, \"microseconds\": %d, \"p50\": %d, \"p99\": %d, \"bytes\": %d, \"bad\": %d, \"broken\": %d}\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), summary.bytes,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
